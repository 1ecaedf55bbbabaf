/**
 * Unread messages: the same on all devices, counted by mentions, muted, marked by hand, listed in the inbox.
 */
import { clean } from './support/axe';
import { conversation as dmWith } from './support/dms';
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';
import { channelRow, choosesOf, firstNew, seesMentions, seesNothingNew, seesUnread } from './support/unread';
import { LOCALES } from './support/words';

test('what is read on one device is read on the other, and mentions are counted', async ({
  server,
  meet,
}) => {
  test.slow();
  const { olena, taras, api, guild } = await conversation(server, meet);
  const { id } = await (await server.api.signIn('taras')).me();
  const quiet = (await api.createChannel(guild, { name: 'quiet', type: 0 })).id;
  const phone = await meet('taras');
  await phone.arrives();
  await phone.opensGuild('Book club');

  await test.step('a message is a dot, a mention is a number, on both devices', async () => {
    await api.say(quiet, 'Something new');
    for (const device of [taras, phone]) await seesUnread(device, 'quiet');
    await api.say(quiet, `<@${id}> look at this`);
    await api.say(quiet, 'And this, @everyone');
    for (const device of [taras, phone]) {
      await seesMentions(device, 'quiet', 2);
      await expect(device.page).toHaveTitle(/^\(2\) /);
    }
    await seesNothingNew(olena, 'quiet');
  });

  await test.step('it is still so after a reload', async () => {
    await taras.page.reload();
    await seesMentions(taras, 'quiet', 2);
  });

  await test.step('reading it on the phone reads it on the other device', async () => {
    await phone.opensChannel('quiet');
    await phone.sees('look at this');
    await seesNothingNew(taras, 'quiet');
    await expect(taras.page).toHaveTitle(/^#general/);
  });

  await test.step('the line of the new ones is where it was when the channel was opened', async () => {
    await expect(firstNew(phone)).toContainText('Something new');
    await api.say(quiet, 'One more');
    await phone.sees('One more');
    await expect(firstNew(phone)).toContainText('Something new');
    await phone.page.keyboard.press('Escape');
    await expect(firstNew(phone)).toHaveCount(0);
  });

  await test.step('a deleted mention counts no more', async () => {
    const { id: message } = await api.say(quiet, `<@${id}> by mistake`);
    await phone.opensChannel('general');
    await api.delete(quiet, message);
    await seesNothingNew(taras, 'quiet');
  });
});

test('a message is marked unread by key and by menu, and stays so until it is read again', async ({
  server,
  meet,
}) => {
  const { olena, taras, guild, channel, api } = await conversation(server, meet);
  await api.createChannel(guild, { name: 'other', type: 0 });
  await olena.says('First', 'Second', 'Third');
  await taras.sees('Third');

  await test.step('from a message on, by key', async () => {
    await taras.message('Second').focus();
    await taras.page.keyboard.press('Alt+Enter');
    await expect(firstNew(taras)).toContainText('Second');
  });

  await test.step('looking at it does not read it; leaving it shows that it is unread', async () => {
    await taras.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await taras.opensChannel('other');
    await seesUnread(taras, 'general');
    await taras.page.reload();
    await seesUnread(taras, 'general');
  });

  await test.step('opening it again reads it', async () => {
    await taras.opensChannel('general');
    await expect(firstNew(taras)).toContainText('Second');
    await taras.opensChannel('other');
    await seesNothingNew(taras, 'general');
  });

  await test.step('the whole server is read by one key, and that can be taken back', async () => {
    await api.say(channel, 'Fourth');
    await seesUnread(taras, 'general');
    await taras.page.keyboard.press('Shift+Escape');
    await seesNothingNew(taras, 'general');
    await taras.page.getByRole('button', { name: taras.t('unread.undo') }).click();
    await seesUnread(taras, 'general');
    await choosesOf(taras, 'general', taras.t('unread.markRead'));
    await seesNothingNew(taras, 'general');
  });
});

test('a muted channel shows mentions alone, on all devices', async ({ server, meet }) => {
  const { taras, api, guild } = await conversation(server, meet);
  const { id } = await (await server.api.signIn('taras')).me();
  const noisy = (await api.createChannel(guild, { name: 'noisy', type: 0 })).id;
  const { page, t } = taras;

  await choosesOf(taras, 'noisy', t('unread.notifications'));
  const dialog = page.getByRole('dialog', { name: t('notify.title', { place: '#noisy' }) });
  await dialog.getByRole('button', { name: t('notify.mute.60'), exact: true }).click();
  await expect(dialog.getByText(/^Muted until/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await api.say(noisy, 'Blah');
  await expect(channelRow(taras, 'noisy')).toHaveAttribute('data-muted', 'true');
  await seesNothingNew(taras, 'noisy');
  await api.say(noisy, `<@${id}> but this`);
  await seesMentions(taras, 'noisy', 1);

  const other = await meet('taras');
  await other.arrives();
  await other.opensGuild('Book club');
  await expect(channelRow(other, 'noisy')).toHaveAttribute('data-muted', 'true');
  await choosesOf(other, 'noisy', t('unread.notifications'));
  await other.page.getByRole('button', { name: t('notify.unmute') }).click();
  await expect(channelRow(taras, 'noisy')).not.toHaveAttribute('data-muted', 'true');
});

test('the inbox leads to mentions and reads what is unread', async ({ server, meet }) => {
  const { taras, api, guild } = await conversation(server, meet);
  const { id } = await (await server.api.signIn('taras')).me();
  const quiet = (await api.createChannel(guild, { name: 'quiet', type: 0 })).id;
  await api.say(quiet, `<@${id}> come on Friday`);
  for (let more = 0; more < 60; more += 1) await api.say(quiet, `Line ${more}`);
  const { page, t } = taras;
  await seesMentions(taras, 'quiet', 1);

  await page.keyboard.press('Control+i');
  const inbox = page.getByRole('dialog', { name: t('inbox.title') });
  await expect(inbox).toContainText('come on Friday');
  await inbox
    .getByRole('link', { name: t('inbox.jump.label', { author: 'Olena', place: '#quiet' }) })
    .click();
  await expect(inbox).toBeHidden();
  await expect(taras.message('come on Friday')).toBeInViewport();
  await expect(page).toHaveURL(new RegExp(`/channels/${guild}/${quiet}$`));

  await taras.opensChannel('general');
  await api.say(quiet, 'Later');
  await seesUnread(taras, 'quiet');
  await taras.rail.getByRole('button', { name: t('unread.inbox') }).click();
  await inbox.getByRole('tab', { name: t('inbox.unread') }).click();
  await inbox.getByRole('button', { name: t('inbox.read', { name: 'quiet' }) }).click();
  await expect(inbox.getByRole('heading', { name: t('inbox.unread.none') })).toBeVisible();
  await page.keyboard.press('Escape');
  await seesNothingNew(taras, 'quiet');
});

test('a direct message is counted on the rail and in the title', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  const me = await (await server.api.signIn('taras')).me();
  const direct = await (await server.api.signIn('olena')).openDm(me.id);
  await olena.open(`/dm/${direct}`);
  await olena.says('Are you there?');
  const { t } = taras;
  const link = taras.rail.getByRole('link', { name: t('unread.dms', { count: 1 }) });
  await expect(link).toBeVisible();
  await expect(taras.page).toHaveTitle(/^\(1\) /);
  await link.click();
  await dmWith(taras, 'Olena').getByRole('link').click();
  await taras.sees('Are you there?');
  await expect(taras.rail.getByRole('link', { name: t('shell.dms'), exact: true })).toBeVisible();
  await expect(taras.page).toHaveTitle(/^Olena/);
});

for (const language of LOCALES) {
  test(`axe finds nothing in inbox and notifications (${language})`, async ({ server, meet }) => {
    test.setTimeout(180_000);
    const { taras, api, guild } = await conversation(server, meet, { language });
    const { id } = await (await server.api.signIn('taras')).me();
    const quiet = (await api.createChannel(guild, { name: 'quiet', type: 0 })).id;
    await api.say(quiet, `<@${id}> **look** at this`);
    const { page, t } = taras;
    await seesMentions(taras, 'quiet', 1);
    await clean(taras, 'a channel list with mentions');

    await taras.rail.getByRole('button', { name: t('unread.inbox') }).click();
    await page.getByText('at this').waitFor();
    await clean(taras, 'mentions in the inbox');
    await page.getByRole('tab', { name: t('inbox.unread') }).click();
    await clean(taras, 'what is unread in the inbox');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: t('unread.notifications'), exact: true }).click();
    await page.getByRole('button', { name: t('notify.mute.forever') }).waitFor();
    await clean(taras, 'the notifications of a channel');
    await page.getByRole('button', { name: t('notify.mute.forever') }).click();
    await page.getByRole('button', { name: t('notify.unmute') }).waitFor();
    await clean(taras, 'a muted channel');

    await taras.opensSettings('notifications');
    await taras.card('settings.notifications.device').waitFor();
    await clean(taras, 'the settings of notifications');
  });
}
