/** Ctrl+K: finds any channel, user, server or action by a few letters. */
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';
import { LOCALES } from './support/words';

const field = ({ page, t }: Person) => page.getByRole('combobox', { name: t('switcher.field') });
const option = ({ page }: Person, name: string) => page.getByRole('option', { name });

/** A dialog that is still closing would handle the key. */
async function opens(person: Person): Promise<void> {
  await expect(person.page.getByRole('dialog')).toHaveCount(0);
  await person.page.keyboard.press('Control+KeyK');
  await expect(field(person)).toBeFocused();
}

test('it leads to channels by keys alone, what is new first', async ({ server, meet }) => {
  const { olena, api, guild, channel } = await conversation(server, meet);
  const garden = (await api.createChannel(guild, { name: 'garden', type: 0 })).id;
  const mint = (await api.createChannel(guild, { name: 'м’ята', type: 0 })).id;
  await expect(olena.channels.getByRole('link', { name: 'м’ята' })).toBeVisible();
  await olena.composer.focus();

  await opens(olena);
  await olena.page.keyboard.type("М'ЯТ");
  await expect(option(olena, 'м’ята')).toHaveAttribute('aria-selected', 'true');
  await olena.page.keyboard.press('Enter');
  await expect(olena.page).toHaveURL(new RegExp(`${guild}/${mint}$`));

  await (await server.api.signIn('taras')).say(garden, 'Tomatoes!');
  await expect(olena.channels.getByRole('link', { name: /garden/ })).toContainText(olena.t('shell.unread'));
  await opens(olena);
  const groups = olena.page.getByRole('listbox').getByRole('group');
  await expect(groups.nth(0).getByRole('option')).toContainText(['general']);
  await expect(groups.nth(1).getByRole('option')).toContainText(['garden']);
  await olena.page.keyboard.press('ArrowDown');
  await olena.page.keyboard.press('Enter');
  await expect(olena.page).toHaveURL(new RegExp(`${guild}/${garden}$`));

  await opens(olena);
  await olena.page.keyboard.press('Enter');
  await expect(olena.page).toHaveURL(new RegExp(`${guild}/${mint}$`));
  await opens(olena);
  await olena.page.keyboard.press('Control+KeyK');
  await expect(field(olena)).toBeHidden();
  expect(channel).not.toBe(garden);
});

test('it finds people, servers and actions by their sign', async ({ server, meet }) => {
  const { olena, guild } = await conversation(server, meet);
  const { page, t } = olena;
  await olena.seesOnline('Taras');
  await opens(olena);
  await page.keyboard.type('@tar');
  await expect(option(olena, 'Taras')).toHaveAttribute('aria-selected', 'true');
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/users/@me/channels'));
  await page.keyboard.press('Enter');
  expect((await asked).ok()).toBe(true);

  await olena.open('/channels/@me');
  await olena.rail.waitFor();
  await opens(olena);
  await page.getByRole('button', { name: t('switcher.guild') }).click();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/channels/${guild}/`));

  await opens(olena);
  await page.keyboard.type('>light');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await opens(olena);
  await page.keyboard.type('>shortcuts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: t('shortcuts.title') })).toBeVisible();
  await page.keyboard.press('Escape');
  await opens(olena);
  await page.keyboard.type('>settings');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: t('settings.title') })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('it opens by a button and leads on by a touch', async ({ server, meet }) => {
    const { olena, guild, channel } = await conversation(server, meet);
    const { page, t } = olena;
    await page.getByRole('link', { name: t('shell.back') }).tap();
    await page.getByRole('button', { name: t('shell.switcher') }).tap();
    await page.getByRole('button', { name: t('switcher.channel') }).tap();
    await option(olena, 'general').tap();
    await expect(page).toHaveURL(new RegExp(`${guild}/${channel}$`));
    await expect(olena.composer).toBeVisible();
  });
});

for (const language of LOCALES) {
  test(`axe finds nothing in it (${language})`, async ({ server, meet }) => {
    test.slow();
    const { olena } = await conversation(server, meet, { language });
    await olena.member('Taras').waitFor();
    await opens(olena);
    await clean(olena, 'the palette');
    for (const typed of ['@', '>', 'zzzz']) {
      await field(olena).fill(typed);
      await clean(olena, `the palette for ${typed}`);
    }
  });
}
