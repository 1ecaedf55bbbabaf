/** Messages are sent exactly as written, and not lost on the way. */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test('spaces, indentation and blank lines are drawn as they were typed', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  const words = 'a  b\n\n\n   three  and\tmore';
  await taras.says(words);
  await expect(olena.messages.last().locator('p[dir]')).toHaveText(words, { useInnerText: false });
  const text = await olena.messages
    .last()
    .locator('p[dir]')
    .evaluate((element) => (element as HTMLElement).innerText);
  expect(text).toBe(words);
});

test('a link with a name in its path, an address and code mention nobody', async ({ server, meet }) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  const words = ['https://medium.com/@olena/post', 'foo@everyone.com', 'look ```\n@everyone @olena\n```'];
  for (const one of words) await taras.says(one);
  await olena.sees('foo@everyone.com');
  const said = await api.messages(channel);
  expect(said.map(({ content }) => content).sort()).toEqual([...words].sort());
  for (const { mentions, mention_everyone } of said)
    expect([mentions, mention_everyone]).toEqual([[], false]);
});

test('a display name in capitals, written before anybody is known, mentions the person', async ({
  server,
  meet,
}) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  await olena.page.reload();
  await olena.composer.waitFor();
  await olena.composer.fill('Hello @TARAS, look');
  await olena.composer.press('Escape');
  await olena.composer.press('Enter');
  await taras.sees('Hello @Taras, look');
  expect((await api.messages(channel))[0]?.mentions).toHaveLength(1);
});

test('undo goes back over a completion and over formatting', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  await olena.types('Hello @tar');
  await olena.page.getByRole('option', { name: /Taras/ }).waitFor();
  await olena.composer.press('Enter');
  await expect(olena.composer).toHaveValue('Hello @taras ');
  await olena.composer.press('Control+z');
  await expect(olena.composer).toHaveValue('Hello @tar');
  await olena.composer.press('Escape');
  await olena.composer.press('Control+a');
  await olena.composer.press('Control+b');
  await expect(olena.composer).toHaveValue('**Hello @tar**');
  await olena.composer.press('Control+z');
  await expect(olena.composer).toHaveValue('Hello @tar');
  await olena.composer.press('Control+Shift+z');
  await expect(olena.composer).toHaveValue('**Hello @tar**');
});

test('channels, roles and everyone are offered by name', async ({ server, meet }) => {
  const { olena, taras, api, guild } = await conversation(server, meet);
  await api.createChannel(guild, { name: 'night-plans', type: 0 });
  await olena.types('See #nig');
  await olena.page.getByRole('option', { name: 'night-plans' }).waitFor();
  await olena.composer.press('Tab');
  await expect(olena.composer).toHaveValue('See #night-plans ');
  await olena.types('@eve');
  await olena.page.getByRole('option', { name: /everyone/ }).waitFor();
  await olena.composer.press('Enter');
  await expect(olena.composer).toHaveValue('See #night-plans @everyone ');
  await olena.composer.press('Enter');
  const link = taras.messages.last().getByRole('link', { name: '#night-plans' });
  await link.click();
  await expect(taras.page.getByRole('heading', { level: 1, name: 'night-plans' })).toBeVisible();
});

test('Esc does not drop an edit with changes, and changing the channel does not either', async ({
  server,
  meet,
}) => {
  const { olena, api, guild } = await conversation(server, meet);
  await api.createChannel(guild, { name: 'plans', type: 0 });
  await olena.says('Frist');
  await olena.sees('Frist');
  await olena.composer.press('ArrowUp');
  await olena.editor.fill('First');
  await olena.editor.press('Escape');
  await expect(olena.editor).toHaveValue('First');
  await expect(olena.log.getByText(olena.t('timeline.edit.unsaved'))).toBeVisible();
  await olena.opensChannel('plans');
  await olena.opensChannel('general');
  await expect(olena.editor).toHaveValue('First');
  await olena.editor.fill('');
  await olena.editor.press('Enter');
  await expect(olena.log.getByText(olena.t('timeline.edit.empty'))).toBeVisible();
  await olena.editor.fill('First');
  await olena.editor.press('Enter');
  await olena.sees('First');
});

test('two tabs do not overwrite each other’s draft', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  const second = await olena.page.context().newPage();
  await second.goto(olena.page.url());
  const field = second.locator('[data-region="composer"]').getByRole('textbox');
  await field.waitFor();
  await olena.types('One');
  await field.pressSequentially('Two');
  await olena.page.reload();
  await second.reload();
  await expect(olena.composer).toHaveValue('One');
  await expect(field).toHaveValue('Two');
});

test('a reply to a message that was deleted meanwhile says so, and can go out without it', async ({
  server,
  meet,
  cable,
  refuses,
}) => {
  const { olena, taras, channel } = await conversation(server, meet, { cable });
  refuses(400, `/channels/${channel}/messages`);
  await olena.says('Soon gone');
  await taras.sees('Soon gone');
  const message = taras.message('Soon gone');
  await message.hover();
  await message.getByRole('button', { name: taras.t('timeline.reply'), exact: true }).click();
  cable.cut();
  await olena.deletes('Soon gone');
  await taras.says('My answer');
  cable.mend();
  const refused = taras.message('My answer');
  await expect(refused).toContainText(taras.t('timeline.notSent.reply'), { timeout: 30_000 });
  await expect(refused.getByRole('button', { name: taras.t('timeline.retry') })).toHaveCount(0);
  await refused.getByRole('button', { name: taras.t('timeline.sendWithoutReply') }).click();
  await olena.sees('My answer');
});

test('the link of a message leads to it, also for who has to sign in first', async ({ server, meet }) => {
  const { olena, taras, guild, channel, api } = await conversation(server, meet);
  await olena.says('Look here');
  await taras.sees('Look here');
  const [{ id = '' } = {}] = await api.messages(channel);
  await taras.says(`${server.url}/channels/${guild}/${channel}/${id}`);
  await olena.messages.last().getByRole('link').click();
  await expect(olena.page).toHaveURL(new RegExp(`/channels/${guild}/${channel}$`));
  await expect(olena.message('Look here')).toBeVisible();

  const third = await meet('taras');
  await third.open(`/channels/${guild}/${channel}#${id}`);
  await third.signIn();
  await third.sees('Look here');
});

test('what does not lead where it says is marked with the host that it leads to', async ({
  server,
  meet,
}) => {
  const { olena, taras } = await conversation(server, meet);
  await taras.says('[https://good.example](https://evil.example/a) https://аррӏе.com/x');
  const message = olena.messages.last();
  await expect(message.getByRole('link', { name: /good/ })).toHaveText('https://good.example (evil.example)');
  await expect(message.getByRole('link', { name: /xn--/ })).toHaveText('https://xn--80ak6aa92e.com/x');
});

test('a draft outlives its channel, and is put where one is', async ({ server, meet }) => {
  const { taras, api, guild } = await conversation(server, meet);
  const plans = (await api.createChannel(guild, { name: 'plans', type: 0 })).id;
  await taras.opensChannel('plans');
  await taras.types('For Tuesday');
  await api.deleteChannel(plans);
  const offer = taras.page.getByRole('region', { name: taras.t('lostDraft.label') });
  await expect(offer).toContainText('For Tuesday');
  await taras.page.reload();
  await taras.opensChannel('general');
  await offer.getByRole('button', { name: taras.t('lostDraft.move') }).click();
  await expect(taras.composer).toHaveValue('For Tuesday');
  await expect(taras.composer).toBeFocused();
  await expect(offer).toBeHidden();
});
