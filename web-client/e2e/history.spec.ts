/** A long conversation is read in both directions without gaps and without losing the position. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation, lines } from './support/scenes';

/**
 * Scrolls, less than a screen at a time, until all these lines have been rendered; none twice, all in order.
 */
async function readsAll({ page, messages }: Person, said: readonly string[], step: number): Promise<void> {
  const unseen = new Set(said);
  await expect(async () => {
    const drawn = (await messages.allInnerTexts()).map((text) => /Line \d+\./.exec(text)?.[0] ?? text);
    expect(drawn).toEqual([...new Set(drawn)].sort());
    for (const line of drawn) unseen.delete(line);
    await page.mouse.wheel(0, step);
    expect([...unseen]).toEqual([]);
  }).toPass({ intervals: [80], timeout: 30_000 });
}

test('300 messages are read up to the beginning and down again', async ({ server, meet }) => {
  test.slow();
  const { olena, taras, api, channel } = await conversation(server, meet);
  const said = lines(300);
  for (const line of said) await api.say(channel, line);
  await taras.sees('Line 300.');
  await olena.page.reload();
  await olena.sees('Line 300.');
  await expect(olena.message('Line 300.')).toBeInViewport();

  await olena.log.hover();
  await readsAll(olena, said, -450);
  await expect(
    olena.page.getByText(olena.t('timeline.start.title', { channel: 'general' })),
  ).toBeInViewport();
  await readsAll(olena, said, 450);
  await expect(olena.message('Line 300.')).toBeInViewport();

  await test.step('who reads old messages keeps the place while new ones come, and jumps back', async () => {
    for (let turns = 0; turns < 6; turns += 1) await olena.page.mouse.wheel(0, -450);
    const jump = olena.page.getByRole('button', { name: olena.t('timeline.jump') });
    await expect(jump).toBeVisible();
    await expect(olena.message('Line 300.')).not.toBeInViewport();
    const before = await olena.messages.allInnerTexts();
    await taras.says('Something new');
    await olena.page.getByRole('button', { name: olena.t('timeline.jump.count', { count: 1 }) }).click();
    expect(before.join()).not.toContain('Something new');
    await expect(olena.message('Something new')).toBeInViewport();
  });
});
