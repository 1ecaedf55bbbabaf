/** Avatars, icons and profiles: seen by everyone at once, and by users who come later. */
import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { png } from './support/images';
import { conversation } from './support/scenes';

// A trace fetches the images of the page again. One that is being cropped has a `blob:` URL, which the
// content policy does not allow to fetch, so the trace would violate the policy, not the client.
test.use({ trace: 'off' });

/** The image inside has loaded and is rendered. */
async function isDrawn(picture: Locator, address: RegExp): Promise<void> {
  await expect(picture).toHaveAttribute('src', address);
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
}

test('the picture of a server is put up, seen by its members at once, and taken down', async ({
  server,
  meet,
}) => {
  const { olena, taras } = await conversation(server, meet);
  const { page, t } = olena;
  await page.getByRole('button', { name: t('guild.menu', { name: 'Book club' }) }).click();
  await page.getByRole('menuitem', { name: t('guild.settings') }).click();
  const dialog = page.getByRole('dialog', { name: t('guild.settings') });
  const file = { name: 'garden.png', mimeType: 'image/png', buffer: png(20, 120, 60) };
  await dialog.locator('input[type="file"]').setInputFiles(file);
  await page
    .getByRole('dialog', { name: t('crop.title') })
    .getByRole('button', { name: t('crop.use') })
    .click();
  const address = /^http:\/\/[\d.:]+\/cdn\/icons\/\d+\/[0-9a-f]+\.webp\?size=\d+$/;
  await isDrawn(dialog.locator('img').first(), address);
  for (const person of [olena, taras]) {
    await isDrawn(person.page.locator('nav').first().locator('li img').first(), address);
  }

  const text = { name: 'garden.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') };
  await dialog.locator('input[type="file"]').setInputFiles(text);
  await expect(dialog.getByRole('alert')).toBeVisible();

  await dialog.getByRole('button', { name: t('crop.remove') }).click();
  await expect(dialog.locator('img')).toHaveCount(0);
  for (const person of [olena, taras]) {
    await expect(person.page.locator('nav').first().locator('li img')).toHaveCount(0);
  }
});

test('the picture and the words of a person are seen beside what they wrote, in the list and on their card', async ({
  server,
  meet,
}) => {
  const { olena, taras, guild } = await conversation(server, meet);
  const { t } = taras;
  await olena.says('Good morning');
  await taras.sees('Good morning');
  const api = await server.api.signIn('olena');
  await api.changeProfile({
    avatar: `data:image/png;base64,${png(120, 20, 90).toString('base64')}`,
    bio: 'Gardens and books.',
    custom_status: 'Out in the garden',
  });

  const address = /^http:\/\/[\d.:]+\/cdn\/avatars\/\d+\/[0-9a-f]+\.webp\?size=\d+$/;
  await isDrawn(taras.message('Good morning').locator('img').first(), address);
  const member = taras.member('Olena');
  await isDrawn(member.locator('img').first(), address);
  await expect(member).toContainText('Out in the garden');

  await taras.message('Good morning').getByText('Olena', { exact: true }).click();
  const card = taras.page.getByRole('dialog', { name: t('profile.title', { name: 'Olena' }) });
  await isDrawn(card.locator('img').first(), address);
  for (const words of ['@olena', 'Out in the garden', 'Gardens and books.']) {
    await expect(card).toContainText(words);
  }
  await taras.page.keyboard.press('Escape');
  await expect(card).toBeHidden();

  // The same with the keyboard, from the menu of the message.
  await taras.message('Good morning').focus();
  await taras.page.keyboard.press('Enter');
  await taras.page.getByRole('menuitem', { name: t('timeline.profile') }).press('Enter');
  await expect(card).toBeVisible();
  await taras.page.keyboard.press('Escape');

  // Users who come later see the same.
  const oksana = await meet('oksana');
  const invite = (await api.invite((await api.channels(guild)).find(({ type }) => type === 0)?.id ?? ''))
    .code;
  await (await server.api.register('oksana', 'Oksana')).join(invite);
  await oksana.open('/');
  await oksana.signIn();
  await oksana.opensGuild('Book club');
  await isDrawn(oksana.message('Good morning').locator('img').first(), address);
  await isDrawn(oksana.member('Olena').locator('img').first(), address);
});
