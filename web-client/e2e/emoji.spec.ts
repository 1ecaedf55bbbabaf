/** The emoji picker and the completion of shortcodes: by name in both languages, by keyboard, on a phone, in time. */
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';

/** Emoji in the page at once; there are 1,900 in all. It opens in 100 ms because it draws and loads so little. */
const MOST_DRAWN = 250;

const button = ({ page, t }: Person) =>
  page.locator('[data-region="composer"]').getByRole('button', { name: t('composer.emoji') });
const search = ({ page, t }: Person) => page.getByRole('combobox', { name: t('emoji.search') });
const composer = ({ page }: Person) => page.locator('[data-region="composer"] textarea');

async function picks(person: Person, name: string): Promise<void> {
  await button(person).click();
  await search(person).fill(name);
  await person.page.keyboard.press('Enter');
  await expect(search(person)).toBeHidden();
}

test('an emoji is found by its name in either language and goes where the caret is', async ({
  server,
  meet,
}) => {
  const { olena, taras } = await conversation(server, meet);
  await composer(olena).fill('ab');
  await composer(olena).press('ArrowLeft');
  await picks(olena, 'rocket');
  await expect(composer(olena)).toHaveValue('a🚀b');
  await expect(composer(olena)).toBeFocused();
  await picks(olena, 'вогонь');
  await expect(composer(olena)).toHaveValue('a🚀🔥b');
  await composer(olena).press('Enter');
  await taras.sees('a🚀🔥b');
});

test('the keyboard alone chooses a skin tone, a category and an emoji; the tone is remembered', async ({
  server,
  meet,
}) => {
  const { olena } = await conversation(server, meet);
  const { page, t } = olena;
  await composer(olena).press('Tab');
  await expect(button(olena)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(search(olena)).toBeFocused();
  await page.getByRole('button', { name: t('emoji.tone'), exact: true }).press('Enter');
  const dark = page.getByRole('button', { name: t('emoji.tone.5'), exact: true });
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('ArrowRight');
  await expect(dark).toBeFocused();
  await page.keyboard.press('Enter');
  await search(olena).fill('ok hand');
  await page.keyboard.press('Enter');
  await expect(composer(olena)).toHaveValue('👌🏿');

  await page.reload();
  await composer(olena).waitFor();
  await button(olena).press('Enter');
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: t('emoji.group.flags') })
    .press('Enter');
  await expect(page.getByRole('option', { name: 'chequered flag' })).toBeVisible();
  await search(olena).fill('waving');
  await expect(page.getByRole('option', { name: 'waving hand', exact: true })).toHaveText('👋🏿');
  await page.keyboard.press('Escape');
  await expect(search(olena)).toBeHidden();
});

test('a shortcode completes to an emoji, in the order of what one uses', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  const { page } = olena;
  await composer(olena).pressSequentially('so :tad');
  await expect(page.getByRole('option', { selected: true })).toContainText(':tada:');
  await page.keyboard.press('Enter');
  await expect(composer(olena)).toHaveValue('so 🎉 ');
  await composer(olena).fill('');
  await composer(olena).pressSequentially(':ракет');
  await page.keyboard.press('Tab');
  await expect(composer(olena)).toHaveValue('🚀 ');
  await composer(olena).fill('');
  await composer(olena).pressSequentially('at 10:30 :)');
  await expect(page.getByRole('option')).toHaveCount(0);
});

test('a status takes an emoji of the same picker', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  const { page, t } = olena;
  await page
    .getByRole('button', { name: new RegExp(t('presence.online')) })
    .first()
    .click();
  await page.getByRole('menuitem', { name: t('ownStatus.set') }).click();
  const dialog = page.getByRole('dialog', { name: t('ownStatus.title') });
  await dialog.getByRole('textbox').fill('Reading ');
  await dialog.getByRole('button', { name: t('composer.emoji') }).click();
  await search(olena).fill('books');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox')).toHaveValue('Reading 📚');
});

test('the picker draws what is visible only, and loads nothing when it opens again', async ({
  server,
  meet,
}) => {
  const { olena } = await conversation(server, meet);
  const { page, t } = olena;
  await button(olena).click();
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await expect(search(olena)).toBeHidden();

  const loaded: string[] = [];
  page.on('request', (request) => {
    if (/emoji/i.test(request.url())) loaded.push(request.url());
  });
  const time = await button(olena).evaluate(async (element, label) => {
    const start = performance.now();
    (element as HTMLElement).click();
    const isThere = () => document.querySelector(`[role="listbox"][aria-label="${label}"] [role="option"]`);
    while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - start;
  }, t('emoji.pick'));
  test.info().annotations.push({ type: 'opened in', description: `${time.toFixed(0)} ms` });
  expect(await page.getByRole('option').count()).toBeLessThan(MOST_DRAWN);
  expect(loaded).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

  test('the picker is a sheet', async ({ server, meet }) => {
    const { olena } = await conversation(server, meet);
    const { page, t } = olena;
    await button(olena).tap();
    await expect(page.getByRole('dialog', { name: t('emoji.pick') })).toBeVisible();
    await page.getByRole('option').nth(2).tap();
    await expect(composer(olena)).toHaveValue('😂');
  });
});

for (const language of ['en', 'uk'] as const)
  test(`axe finds nothing in the picker (${language})`, async ({ server, meet }) => {
    test.slow();
    const { olena } = await conversation(server, meet, { language });
    const { page, t } = olena;
    await button(olena).click();
    await page.getByRole('option').first().waitFor();
    await clean(olena, 'the picker');
    await page.getByRole('button', { name: t('emoji.tone'), exact: true }).click();
    await clean(olena, 'the skin tones');
    await page.keyboard.press('Escape');
    await composer(olena).pressSequentially(':tada');
    await page.getByRole('option').first().waitFor();
    await clean(olena, 'the completion');
  });
