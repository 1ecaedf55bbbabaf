/** A long conversation is read in both directions without a hole and without losing one's place. */
import { expect, test } from './support/fixtures';
import { conversation, lines } from './support/scenes';

test('300 messages are read up to the beginning and down again', async ({ server, meet }) => {
  test.slow();
  const { olena, api, channel } = await conversation(server, meet);
  const said = lines(300);
  for (const line of said) await api.say(channel, line);
  await olena.page.reload();
  await olena.sees('Line 300.');

  const seen = new Set<string>();
  const look = async () => {
    for (const text of await olena.messages.allInnerTexts()) {
      const line = /Line \d+\./.exec(text)?.[0];
      if (line !== undefined) seen.add(line);
    }
  };
  await olena.log.hover();
  await expect(async () => {
    await look();
    await olena.page.mouse.wheel(0, -900);
    expect(seen.size).toBe(said.length);
  }).toPass({ intervals: [60], timeout: 60_000 });
  await expect(olena.page.getByText('Start of #general')).toBeVisible();

  seen.clear();
  await expect(async () => {
    await look();
    await olena.page.mouse.wheel(0, 900);
    expect(seen.size).toBe(said.length);
  }).toPass({ intervals: [60], timeout: 60_000 });
  await expect(olena.message('Line 300.')).toBeInViewport();
});
