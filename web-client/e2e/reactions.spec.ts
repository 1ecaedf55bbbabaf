/** Reactions: live for two users, by mouse, keyboard and touch; moderation, and limits. */
import type { Locator } from '@playwright/test';
import type { Api } from './support/api';
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation, lines } from './support/scenes';
import { choosesByTouch, longPress, sheet } from './support/touch';

const KINDS = [...'🍏🍐🍊🍋🍌🍉🍇🍓🍒🍑🥭🍍🥥🥝🍅🍆🥑🥦🥬🥒'];
/** Tolerance for rounding of positions. */
const STILL_PX = 2;

/** The reaction below a message, by its accessible name. */
const chip = (person: Person, text: string, emoji: string, count: number, mine = false): Locator =>
  person.message(text).getByRole('button', {
    name: person.t('timeline.reaction', { emoji, count, mine: String(mine) }),
    exact: true,
  });

const search = ({ page, t }: Person): Locator => page.getByRole('combobox', { name: t('emoji.search') });

/** Reacts from the toolbar with the first result of the search. */
async function reacts(person: Person, text: string, name: string): Promise<void> {
  const message = person.message(text);
  await message.hover();
  await message.getByRole('button', { name: person.t('timeline.react'), exact: true }).click();
  await search(person).fill(name);
  await person.page.keyboard.press('Enter');
  await expect(search(person)).toBeHidden();
}

async function reactsWith(api: Api, channel: string, text: string, emoji: readonly string[]): Promise<void> {
  const message = (await api.messages(channel)).find(({ content }) => content === text);
  for (const one of emoji) await api.react(channel, message?.id ?? '', one);
}

test('two people react to each other, live, and a reload shows the same', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  await olena.says('Shall we read Kotsiubynsky?');
  await taras.sees('Shall we read');

  await reacts(taras, 'Shall we read', 'thumbs up');
  await expect(chip(olena, 'Shall we read', 'thumbs up', 1)).toHaveAttribute('aria-pressed', 'false');
  await expect(chip(taras, 'Shall we read', 'thumbs up', 1, true)).toHaveAttribute('aria-pressed', 'true');

  await chip(olena, 'Shall we read', 'thumbs up', 1).click();
  await expect(chip(taras, 'Shall we read', 'thumbs up', 2, true)).toBeVisible();

  await test.step('the tooltip names them, follows, and leads to all', async () => {
    await olena.page.mouse.move(0, 0);
    await chip(olena, 'Shall we read', 'thumbs up', 2, true).hover();
    const tooltip = olena.page.getByRole('tooltip');
    await expect(tooltip).toHaveText('thumbs up: You and Taras');
    await chip(taras, 'Shall we read', 'thumbs up', 2, true).click();
    await expect(tooltip).toHaveText('thumbs up: You');
    await tooltip.getByRole('button').click();
    const dialog = olena.page.getByRole('dialog', { name: olena.t('timeline.reactions') });
    await expect(dialog.getByRole('listitem')).toHaveText([/Olena$/]);
    await olena.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await taras.page.reload();
  await expect(chip(taras, 'Shall we read', 'thumbs up', 1)).toBeVisible();
  await chip(olena, 'Shall we read', 'thumbs up', 1, true).click();
  await expect(taras.message('Shall we read').getByRole('group')).toHaveCount(0);
});

test('a reaction keeps the reader at the end, and the row under the eye in its place', async ({
  server,
  meet,
}) => {
  const { taras, api, channel } = await conversation(server, meet);
  for (const line of lines(40)) await api.say(channel, line);
  await taras.sees('Line 040.');
  const scroller = taras.page.getByTestId('log-scroller');
  const below = () => scroller.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
  await reactsWith(api, channel, 'Line 040.', ['👍']);
  await expect(chip(taras, 'Line 040.', 'thumbs up', 1)).toBeInViewport({ ratio: 1 });
  await expect.poll(below).toBeLessThanOrEqual(STILL_PX);

  await taras.page.mouse.move(600, 400);
  // One turn of the wheel may be lost while the list scrolls to the end.
  await expect(async () => {
    await taras.page.mouse.wheel(0, -60);
    expect(await below()).toBeGreaterThan(150);
  }).toPass();
  const edge = (await scroller.boundingBox())?.y ?? 0;
  /** The line just above the view, and one in view. */
  const [above = '', eye = ''] = await taras.messages.evaluateAll((rows, from) => {
    const hidden = rows.findLastIndex((row) => row.getBoundingClientRect().bottom < from);
    return [rows[hidden], rows[hidden + 4]].map((row) => row?.textContent?.match(/Line \d+\./)?.[0] ?? '');
  }, edge);
  const top = async () => (await taras.message(eye).boundingBox())?.y ?? 0;
  const before = await top();
  await reactsWith(api, channel, above, ['👍']);
  await expect(chip(taras, above, 'thumbs up', 1)).toBeAttached();
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(STILL_PX);
});

test('the keyboard alone reacts, joins, and shows who reacted', async ({ server, meet }) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  const { page, t } = taras;
  await api.say(channel, 'Hello');
  await taras.sees('Hello');
  await page.keyboard.press('Shift+F6');
  await expect(taras.message('Hello')).toBeFocused();

  await page.keyboard.press('Shift+Equal');
  await expect(search(taras)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(chip(olena, 'Hello', 'red heart', 1)).toBeVisible();
  await expect(taras.message('Hello')).toBeFocused();

  await page.keyboard.press('Shift+Equal');
  await page.keyboard.type('ракета');
  await page.keyboard.press('Escape');
  await expect(search(taras)).toBeHidden();
  await expect(taras.message('Hello')).toBeFocused();

  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: t('timeline.reactions'), exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: t('timeline.reactions') });
  await expect(dialog.getByRole('listitem')).toHaveText([/Taras$/]);
  await page.keyboard.press('Escape');

  await test.step('a shortcode in the field reacts to the newest message', async () => {
    await taras.says('+:tada:');
    await expect(chip(olena, 'Hello', 'party popper', 1)).toBeVisible();
    await expect(taras.composer).toHaveValue('');
    await taras.says('+:nosuch:');
    await olena.sees('+:nosuch:');
  });
});

test('a moderator removes one reaction, those with one emoji, and all', async ({ server, meet }) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  const { page, t } = olena;
  await api.say(channel, 'Hello');
  await taras.sees('Hello');
  const other = await server.api.signIn('taras');
  await reactsWith(other, channel, 'Hello', ['👍', '🎉', '🔥']);
  await expect(chip(olena, 'Hello', 'fire', 1)).toBeVisible();

  await taras.openMenu('Hello');
  await expect(page.getByRole('menuitem', { name: t('timeline.reactions.clear') })).toHaveCount(0);
  await taras.page.keyboard.press('Escape');

  await olena.openMenu('Hello');
  await page.getByRole('menuitem', { name: t('timeline.reactions'), exact: true }).click();
  const dialog = page.getByRole('dialog', { name: t('timeline.reactions') });
  await dialog.getByRole('button', { name: t('timeline.reactions.remove', { name: 'Taras' }) }).click();
  await expect(taras.message('Hello').getByRole('group').getByRole('button')).toHaveCount(2);
  await dialog.getByRole('button', { name: t('timeline.reactions.clearOne', { emoji: '🎉' }) }).click();
  await expect(taras.message('Hello').getByRole('group').getByRole('button')).toHaveCount(1);
  await dialog.getByRole('button', { name: t('timeline.reactions.clear') }).click();
  const question = page.getByRole('alertdialog', { name: t('timeline.reactions.clear.title') });
  await question.getByRole('button', { name: t('timeline.reactions.clear') }).click();
  await expect(taras.message('Hello').getByRole('group')).toHaveCount(0);
});

test('a message with 20 emoji takes no other, says so, and can still be joined', async ({ server, meet }) => {
  const { taras, api, channel } = await conversation(server, meet);
  await api.say(channel, 'Fruit');
  await reactsWith(api, channel, 'Fruit', [...KINDS.slice(1), '🚀']);
  await expect(taras.message('Fruit').getByRole('group').getByRole('button')).toHaveCount(KINDS.length);
  await taras.message('Fruit').hover();
  await taras
    .message('Fruit')
    .getByRole('button', { name: taras.t('timeline.react'), exact: true })
    .click();
  await expect(
    taras.page.getByText(taras.t('timeline.reactions.full', { count: KINDS.length })),
  ).toBeVisible();
  await search(taras).fill('fire');
  await taras.page.keyboard.press('Enter');
  await expect(search(taras)).toBeVisible();
  await search(taras).fill('rocket');
  await taras.page.keyboard.press('Enter');
  await expect(chip(taras, 'Fruit', 'rocket', 2, true)).toBeVisible();
});

test('who may not react joins what is there, and is offered nothing else', async ({ server, meet }) => {
  const { taras, api, guild, channel } = await conversation(server, meet);
  await api.mayReact(guild, channel, false);
  await api.say(channel, 'Hello');
  await reactsWith(api, channel, 'Hello', ['👍']);
  await chip(taras, 'Hello', 'thumbs up', 1).click();
  await expect(chip(taras, 'Hello', 'thumbs up', 2, true)).toBeVisible();
  await taras.message('Hello').hover();
  await expect(taras.message('Hello').getByRole('toolbar')).toBeVisible();
  await expect(taras.message('Hello').getByRole('button', { name: taras.t('timeline.react') })).toHaveCount(
    0,
  );
});

test('what the server refuses is taken back with the reason', async ({ server, meet, refuses }) => {
  const { taras, api, channel } = await conversation(server, meet);
  await api.say(channel, 'Hello');
  await reactsWith(api, channel, 'Hello', ['👍']);
  const [message] = await api.messages(channel);
  refuses(403, `/channels/${channel}/messages/${message?.id}/reactions/${encodeURIComponent('👍')}/@me`);
  const body = JSON.stringify({ code: 50013, message: 'Missing Permissions' });
  await taras.page.route('**/reactions/**', (route) =>
    route.fulfill({ status: 403, contentType: 'application/json', body }),
  );
  await chip(taras, 'Hello', 'thumbs up', 1).click();
  await expect(taras.page.getByText(taras.t('error.forbidden'))).toBeVisible();
  await expect(chip(taras, 'Hello', 'thumbs up', 1)).toHaveAttribute('aria-pressed', 'false');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

  test('the sheet has six frequent emoji and the choice; a long press names who reacted', async ({
    server,
    meet,
  }) => {
    const { olena, taras, api, channel } = await conversation(server, meet);
    const { t, page } = taras;
    await api.say(channel, 'Hello');
    await taras.sees('Hello');

    await longPress(taras, taras.message('Hello').getByText('Hello'));
    const frequent = t('timeline.react.with', { emoji: '' });
    await expect(sheet(taras).getByRole('button', { name: frequent })).toHaveCount(6);
    await sheet(taras)
      .getByRole('button', { name: t('timeline.react.with', { emoji: 'party popper' }) })
      .tap();
    await expect(chip(olena, 'Hello', 'party popper', 1)).toBeVisible();

    await choosesByTouch(taras, 'Hello', t('timeline.react'));
    await search(taras).fill('rocket');
    await page.getByRole('option', { name: 'rocket', exact: true }).tap();
    await expect(chip(olena, 'Hello', 'rocket', 1)).toBeVisible();

    await longPress(taras, chip(taras, 'Hello', 'rocket', 1, true));
    await expect(page.getByRole('tooltip')).toHaveText('rocket: You');
    await expect(chip(taras, 'Hello', 'rocket', 1, true)).toBeVisible();

    await test.step('two taps on the text do nothing', async () => {
      await taras.message('Hello').getByText('Hello').dblclick();
      await expect(taras.message('Hello').getByRole('group').getByRole('button')).toHaveCount(2);
    });
  });
});

for (const language of ['en', 'uk'] as const)
  test(`axe finds nothing in the reactions (${language})`, async ({ server, meet }) => {
    test.slow();
    const { taras, api, channel } = await conversation(server, meet, { language });
    const { page, t } = taras;
    await api.say(channel, 'Hello');
    await reactsWith(api, channel, 'Hello', ['👍', '🎉']);
    await taras.message('Hello').getByRole('group').getByRole('button').first().click();
    await taras.message('Hello').hover();
    await clean(taras, 'reactions and the toolbar');
    await taras
      .message('Hello')
      .getByRole('button', { name: t('timeline.react'), exact: true })
      .click();
    await search(taras).waitFor();
    await clean(taras, 'the choice');
    await page.keyboard.press('Escape');
    await taras.openMenu('Hello');
    await page.getByRole('menuitem', { name: t('timeline.reactions'), exact: true }).click();
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    await clean(taras, 'who reacted');
  });
