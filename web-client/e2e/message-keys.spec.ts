/**
 * Shortcuts on a message: after keyboard focus letters are shortcuts; after a click typing goes to the field.
 */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test('a click on a message lets typing go to the field', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  const { page } = olena;
  await api.say(channel, 'Hello');
  await olena.sees('Hello');
  await olena.message('Hello').getByText('Hello').click();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.keyboard.type('cat');
  await expect(olena.composer).toHaveValue('cat');
  await expect(page.getByText(olena.t('timeline.copied'))).toHaveCount(0);
});

test('so it is after a menu that the pointer opened and closed', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  const { page } = olena;
  await api.say(channel, 'Hello');
  await olena.sees('Hello');
  await olena.message('Hello').getByText('Hello').click({ button: 'right' });
  await page.getByRole('menuitem', { name: olena.t('timeline.copy') }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.type('redo');
  await expect(olena.composer).toHaveValue('redo');
});

test('a message that the keyboard went to obeys letters, and Tab goes into its toolbar', async ({
  server,
  meet,
}) => {
  const { olena, api, channel } = await conversation(server, meet);
  const { page } = olena;
  await api.say(channel, 'See https://example.com/page');
  await olena.sees('See');
  await page.keyboard.press('Shift+F6');
  await expect(olena.message('See')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(olena.message('See').getByRole('button', { name: olena.t('timeline.reply') })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('c');
  await expect(page.getByText(olena.t('timeline.copied'))).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByText(olena.t('composer.replyingTo', { author: 'Olena' }))).toBeVisible();
});

test('a key that was chosen in the settings holds after a reload', async ({ server, meet }) => {
  const { olena, api, guild, channel } = await conversation(server, meet);
  const { page, t } = olena;
  await api.say(channel, 'Hello');
  await olena.opensSettings('keyboard');
  const reply = t('shortcuts.message.reply');
  await page.getByRole('button', { name: t('settings.keyboard.change', { action: reply }) }).press('Enter');
  await page.keyboard.press('q');
  await expect(
    page.getByRole('button', { name: t('settings.keyboard.reset', { action: reply }) }),
  ).toBeVisible();
  await olena.open(`/channels/${guild}/${channel}`);
  await olena.sees('Hello');
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('q');
  await expect(page.getByText(t('composer.replyingTo', { author: 'Olena' }))).toBeVisible();
});
