/** Presence: who is visible, with which status, and for how long. */
import type { Locator } from '@playwright/test';
import { clean } from './support/axe';
import type { Meet } from './support/fixtures';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';
import type { Server } from './support/server';
import { LOCALES } from './support/words';

/** Olena and Taras in a channel, and Marko in addition. Three browsers take time. */
async function three(server: Server, meet: Meet) {
  test.slow();
  const scene = await conversation(server, meet);
  await (await server.api.register('marko', 'Marko')).join((await scene.api.invite(scene.channel)).code);
  const marko = await meet('marko');
  await marko.hasSession(server);
  await marko.open(`/channels/${scene.guild}/${scene.channel}`);
  await marko.seesOnline('Olena', 'Taras', 'Marko');
  return { ...scene, marko };
}

type Choice = 'online' | 'idle' | 'dnd' | 'invisible';

/** The button with the user's own presence; without one, with any presence. */
function own({ page, t }: Person, choice?: Choice): Locator {
  const status = choice === undefined ? '' : t(`presence.${choice}`);
  return page.getByRole('button', { name: t('ownStatus.label', { status }).trim(), exact: status !== '' });
}

async function chooses(person: Person, choice: Choice): Promise<void> {
  await own(person).click();
  await person.page.getByRole('menuitemradio', { name: person.t(`presence.${choice}`) }).click();
  await expect(own(person, choice)).toBeVisible();
}

async function sees(
  person: Person,
  name: string,
  presence: 'online' | 'idle' | 'dnd' | 'offline',
  timeout = 15_000,
) {
  const dot = person.member(name).getByRole('img', { name: person.t(`presence.${presence}`), exact: true });
  await expect(dot).toBeVisible({ timeout });
}

test('who is invisible is seen nowhere, also after a reload and while writing', async ({ server, meet }) => {
  const { olena, taras, marko } = await three(server, meet);
  await chooses(olena, 'invisible');
  for (const person of [taras, marko, olena]) await sees(person, 'Olena', 'offline');
  await expect(
    taras.members.getByRole('heading', { name: taras.t('members.here', { count: 2 }) }),
  ).toBeVisible();
  await expect(
    taras.members.getByRole('heading', { name: taras.t('members.away', { count: 1 }) }),
  ).toBeVisible();

  await olena.page.reload();
  await olena.composer.waitFor();
  await expect(own(olena, 'invisible')).toBeVisible();
  await olena.says('Nobody sees me');
  for (const person of [taras, marko]) {
    await person.sees('Nobody sees me');
    await sees(person, 'Olena', 'offline');
    await person.message('Nobody sees me').getByRole('button', { name: 'Olena' }).click();
    const card = person.page.getByRole('dialog');
    await expect(card.getByText(person.t('presence.offline'))).toBeVisible();
    await person.page.keyboard.press('Escape');
  }
  await chooses(olena, 'online');
  for (const person of [taras, marko]) await sees(person, 'Olena', 'online');
});

test('away and do not disturb have a shape and a word, and hold on all devices', async ({ server, meet }) => {
  const { olena, taras, guild, channel } = await three(server, meet);
  await chooses(olena, 'dnd');
  await sees(taras, 'Olena', 'dnd');
  const second = await meet('olena');
  await second.hasSession(server);
  await second.open(`/channels/${guild}/${channel}`);
  await expect(own(second, 'dnd')).toBeVisible();
  await chooses(second, 'idle');
  await sees(taras, 'Olena', 'idle');
  await expect(own(olena, 'idle')).toBeVisible();
});

test('who touches nothing for ten minutes is away until the next touch', async ({ server, meet }) => {
  const { taras, marko, guild, channel } = await three(server, meet);
  const late = await meet('marko');
  await late.page.clock.install();
  await late.hasSession(server);
  await late.open(`/channels/${guild}/${channel}`);
  await late.composer.waitFor();
  await marko.page.close();
  await sees(taras, 'Marko', 'online');
  await late.page.clock.fastForward('10:01');
  await expect(own(late, 'idle')).toBeVisible();
  await sees(taras, 'Marko', 'idle', 40_000);
  await late.page.mouse.move(200, 200);
  await late.page.mouse.move(220, 220);
  await expect(own(late, 'online')).toBeVisible();
  await sees(taras, 'Marko', 'online');
});

test('a status is seen by all, and ends by itself', async ({ server, meet }) => {
  const { olena, taras, marko, api } = await three(server, meet);
  const { page, t } = olena;
  await own(olena, 'online').click();
  await page.getByRole('menuitem', { name: t('ownStatus.set') }).click();
  const dialog = page.getByRole('dialog', { name: t('ownStatus.title') });
  await dialog.getByRole('textbox').fill('Out in the garden');
  await dialog.getByRole('button', { name: t('ownStatus.until') }).click();
  await page.getByRole('option', { name: t('ownStatus.until.1800') }).click();
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await expect(dialog).toBeHidden();
  for (const person of [olena, taras, marko])
    await expect(person.member('Olena')).toContainText('Out in the garden');
  await page.getByRole('button', { name: t('shell.profile', { name: 'Olena' }) }).click();
  await expect(page.getByRole('dialog').getByText(/^until \d\d:\d\d$/)).toBeVisible();
  await page.keyboard.press('Escape');

  await api.changeProfile({
    custom_status: 'Back in a moment',
    custom_status_expires_at: new Date(Date.now() + 4_000).toISOString(),
  });
  await expect(taras.member('Olena')).toContainText('Back in a moment');
  for (const person of [olena, taras, marko])
    await expect(person.member('Olena')).not.toContainText('Back in a moment', { timeout: 20_000 });
});

for (const language of LOCALES) {
  test(`axe finds nothing in the menu of presence and the status (${language})`, async ({ server, meet }) => {
    test.slow();
    const { olena } = await conversation(server, meet, { language });
    const { page, t } = olena;
    await own(olena, 'online').click();
    await page.getByRole('menu').waitFor();
    await clean(olena, 'the menu of presence');
    await page.getByRole('menuitem', { name: t('ownStatus.set') }).click();
    await page.getByRole('dialog').waitFor();
    await clean(olena, 'a status');
    await page.keyboard.press('Escape');
    await olena.member('Taras').getByRole('button').click();
    await page.getByRole('dialog').getByText('@taras').waitFor();
    await clean(olena, 'the profile of another');
  });
}
