/** Text: coloured code, moments, the formats of a selection, and the preview. */
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';

const CODE = ['```ts', ...Array.from({ length: 12 }, (_, at) => `const a${at} = "b";`), '```'].join('\n');

const composer = ({ page }: Person) => page.locator('[data-region="composer"] textarea');

test('code is coloured, numbered and copied', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  const { page, t } = olena;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await api.say(channel, CODE);
  const code = page.locator('figure');
  await expect(code.locator('.hljs-keyword').first()).toHaveText('const');
  await expect(code.getByText('ts', { exact: true })).toBeVisible();
  await code.getByRole('button', { name: t('markdown.code.copy') }).click();
  await expect(code.getByRole('button', { name: t('markdown.code.copied') })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')).toHaveLength(12);
  await code.getByRole('button', { name: t('markdown.code.wrap') }).click();
  await expect(code.locator('pre')).toHaveCSS('white-space', 'pre');
});

test('a moment is told in the zone of the reader', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  await api.say(channel, 'At <t:1777636800:t>, that is <t:1777636800:D>');
  await expect(
    olena
      .message('At ')
      .locator('time')
      .filter({ hasText: /^15:00$/ }),
  ).toBeVisible();
  await expect(olena.message('At ')).toContainText('1 May 2026');
});

test('a selection is formatted by mouse and by keyboard alone', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  const { page, t } = olena;
  const bar = page.getByRole('toolbar', { name: t('composer.format'), exact: true });
  await composer(olena).fill('one two');
  await expect(bar).toBeHidden();
  await composer(olena).press('Shift+Home');
  await bar.getByRole('button', { name: t('composer.format.bold') }).click();
  await expect(composer(olena)).toHaveValue('**one two**');
  await expect(composer(olena)).toBeFocused();

  await page.keyboard.press('Tab');
  await expect(bar.getByRole('button', { name: t('composer.format.bold') })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(composer(olena)).toHaveValue('***one two***');
  await expect(composer(olena)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(taras.page.locator('strong').getByText('one two')).toBeVisible();
});

test('the preview shows the message before it is sent', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  const { page, t } = olena;
  const preview = page.getByRole('region', { name: t('composer.preview') });
  await composer(olena).fill('**bold** and ||hidden||');
  await composer(olena).press('Control+Shift+KeyP');
  await expect(preview.locator('strong')).toHaveText('bold');
  await expect(preview.getByRole('button', { name: t('markdown.spoiler') })).toBeVisible();
  await composer(olena).press('Control+Shift+KeyP');
  await expect(preview).toBeHidden();
});

for (const language of ['en', 'uk'] as const)
  test(`axe finds nothing in code, moments, formats and the preview (${language})`, async ({
    server,
    meet,
  }) => {
    test.slow();
    const { olena, api, channel } = await conversation(server, meet, { language });
    const { page } = olena;
    await api.say(channel, `${CODE}\n<t:1777636800:R>`);
    await page.locator('.hljs-keyword').first().waitFor();
    await composer(olena).fill('some words');
    await composer(olena).press('Control+Shift+KeyP');
    await composer(olena).press('Shift+Home');
    await clean(olena, 'text');
  });
