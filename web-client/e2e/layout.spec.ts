/** Layout of messages and the field: images, text direction, large emoji, the focus ring. */
import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';

const boxOf = async (target: Locator) => {
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${target} is not on the screen`);
  return box;
};

const styleOf = (target: Locator, name: string) =>
  target.evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);

/** The address of home and of its former addresses. */
async function arrivesAt({ page }: Person, address: string): Promise<string> {
  await page.goto(address);
  await page.getByRole('main').waitFor();
  await page.waitForURL('**/dm');
  return new URL(page.url()).pathname;
}

test('avatars stand at the top of long messages', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  await api.say(channel, 'A long line of words. '.repeat(60));
  await olena.sees('A long line');
  const message = olena.message('A long line');
  const [avatar, row] = [await boxOf(message.locator('button[aria-hidden="true"]')), await boxOf(message)];
  expect(row.height).toBeGreaterThan(100);
  expect(avatar.y - row.y).toBeLessThan(16);
});

test('each block and the field have the direction of what is written in them', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  await api.say(channel, 'Left to right\n\nمرحبا بالجميع\n> اقتباس\n- عنصر');
  await olena.sees('Left to right');
  const message = olena.message('Left to right');
  const block = (text: string) => message.locator('[dir="auto"]').filter({ hasText: text }).last();
  const article = await boxOf(message);
  const start = async (text: string) => {
    const range = await block(text).evaluate((element) => {
      const all = document.createRange();
      all.selectNodeContents(element);
      return all.getBoundingClientRect().toJSON() as DOMRect;
    });
    return { left: range.left - article.x, right: article.x + article.width - range.right };
  };
  for (const text of ['مرحبا بالجميع', 'اقتباس', 'عنصر']) {
    const { left, right } = await start(text);
    expect(right, text).toBeLessThan(left);
  }
  for (const part of ['blockquote', 'ul', 'li'])
    expect(await styleOf(message.locator(part), 'direction'), part).toBe('rtl');
  expect(await styleOf(olena.composer, 'direction')).toBe('ltr');
  await olena.composer.fill('مرحبا');
  expect(await styleOf(olena.composer, 'direction')).toBe('rtl');
});

test('a message of emoji alone is larger', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  await api.say(channel, '🌱🌳');
  await api.say(channel, 'Words 🌱');
  await olena.sees('Words 🌱');
  const size = async (message: Locator) =>
    Number.parseFloat(await styleOf(message.locator('p'), 'font-size'));
  expect(await size(olena.message('🌱🌳'))).toBeGreaterThan((await size(olena.message('Words'))) * 1.5);
});

test('the field has its bright ring for who came by the keyboard alone', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  const box = olena.composer.locator('..');
  await olena.composer.click();
  await olena.page.keyboard.type('Hello');
  expect(await styleOf(box, 'outline-style')).toBe('none');
  await olena.page.keyboard.press('Shift+F6');
  await olena.page.keyboard.press('F6');
  await expect(olena.composer).toBeFocused();
  expect(await styleOf(box, 'outline-style')).toBe('solid');
});

test('there is one home, and its former addresses lead to it', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  for (const address of ['/', '/channels/@me', '/dm']) expect(await arrivesAt(olena, address)).toBe('/dm');
  await expect(olena.rail.getByRole('link', { name: olena.t('shell.dms') })).toHaveCount(1);
});

test('a channel that is slow says so before one writes', async ({ server, meet }) => {
  const { taras, olena, api, channel } = await conversation(server, meet);
  const slow = taras.t('composer.slow', { seconds: 30 });
  await expect(taras.page.getByText(slow)).toHaveCount(0);
  await api.updateChannel(channel, { rate_limit_per_user: 30 });
  await expect(taras.page.getByText(slow)).toBeVisible();
  await expect(olena.page.getByText(slow)).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

  test('Enter makes a line, the field does not zoom, and completions stand above it', async ({
    server,
    meet,
  }) => {
    const { olena, taras } = await conversation(server, meet);
    const { page, t, composer } = olena;
    await composer.tap();
    expect(Number.parseFloat(await styleOf(composer, 'font-size'))).toBeGreaterThanOrEqual(16);
    await page.keyboard.type('First');
    await page.keyboard.press('Enter');
    await page.keyboard.type('second @tar');
    await expect(composer).toHaveValue('First\nsecond @tar');
    const options = page.getByRole('listbox');
    await options.getByRole('option', { name: /Taras/ }).waitFor();
    const [list, field] = [await boxOf(options), await boxOf(composer)];
    expect(list.y + list.height).toBeLessThanOrEqual(field.y + 1);
    await options.getByRole('option', { name: /Taras/ }).tap();
    await page.getByRole('button', { name: t('composer.send') }).tap();
    await taras.sees('second @Taras');
    await expect(taras.message('First')).toHaveCount(1);
  });

  test('the field and what opens from it stay above the keyboard of the screen', async ({ server, meet }) => {
    const { olena } = await conversation(server, meet);
    const { page, composer } = olena;
    await composer.tap();
    await page.keyboard.type('@tar');
    await page.getByRole('option', { name: /Taras/ }).waitFor();
    // Like a browser that shrinks the page for the on-screen keyboard.
    await page.setViewportSize({ width: 390, height: 460 });
    for (const part of [composer, page.getByRole('listbox')]) {
      await expect.poll(async () => (await boxOf(part)).y).toBeGreaterThanOrEqual(0);
      await expect
        .poll(async () => (await boxOf(part)).y + (await boxOf(part)).height)
        .toBeLessThanOrEqual(460);
    }
  });
});
