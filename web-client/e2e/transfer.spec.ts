/** Ownership of a server is transferred, visibly for everyone. */
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('who was given a server has its settings at once, and who gave it can leave', async ({
  server,
  meet,
}) => {
  const { olena, taras } = await conversation(server, meet);
  const { page, t } = olena;
  const menuOf = async (person: typeof olena) => {
    await person.page.getByRole('button', { name: t('guild.menu', { name: 'Book club' }) }).click();
    await person.page.getByRole('menu').waitFor();
  };
  await menuOf(olena);
  await page.getByRole('menuitem', { name: t('guild.settings') }).click();
  await page.getByRole('button', { name: t('guild.transfer.title') }).click();
  const dialog = page.getByRole('dialog', { name: t('guild.transfer.title') });
  await dialog.getByRole('option', { name: 'Taras' }).waitFor();
  await expect(dialog.getByLabel(t('guild.transfer.search'))).toBeFocused();
  await page.keyboard.type('tar');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toContainText('@taras');
  await clean(olena, 'handing a server over');
  await dialog.getByRole('button', { name: t('guild.transfer.submit'), exact: true }).click();
  await expect(dialog).toBeHidden();

  await menuOf(taras);
  await expect(taras.page.getByRole('menuitem', { name: t('guild.settings') })).toBeVisible();
  await expect(taras.page.getByRole('menuitem', { name: t('guild.leave') })).toHaveCount(0);
  await menuOf(olena);
  await expect(page.getByRole('menuitem', { name: t('guild.settings') })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: t('guild.leave') })).toBeVisible();
});
