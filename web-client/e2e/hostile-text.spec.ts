/** No message freezes or breaks the client of its readers, also after a reload. */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

const HOSTILE: Record<string, string> = {
  'quotes in quotes': `${'> '.repeat(990)}x`,
  'quote marks': '>'.repeat(1_990),
  'quote marks and a word': `${'>'.repeat(1_990)} x`,
  'list marks': `${'- '.repeat(990)}x`,
  'stairs of lists': Array.from({ length: 60 }, (_, n) => `${'  '.repeat(n)}- x`)
    .join('\n')
    .slice(0, 2_000),
  brackets: '['.repeat(2_000),
  'links to nowhere': '[]('.repeat(660),
  stars: '*'.repeat(2_000),
  'nested emphasis': '*_'.repeat(1_000),
  'emphasis in emphasis': `${'*a **b '.repeat(140)}${'b** a*'.repeat(140)}`.slice(0, 2_000),
  backticks: Array.from({ length: 60 }, (_, n) => '`'.repeat(n + 1))
    .join(' ')
    .slice(0, 2_000),
  fences: '```\n'.repeat(500),
  'round brackets': `https://${'('.repeat(1_990)}`,
  'at signs': '@'.repeat(2_000),
  mentions: '<@1>'.repeat(500),
  everyone: '@everyone '.repeat(200),
  spoilers: '||a'.repeat(660),
  'one word': 'щ'.repeat(2_000),
  emoji: '👨‍👩‍👧'.repeat(300),
  'marks on letters': `a${'\u0301'.repeat(19)}`.repeat(100),
  'text from the right': `${'\u202e'}abc ${'\u2067'.repeat(50)}def`,
  tables: '| a | b |\n|---|---|\n'.repeat(90).slice(0, 2_000),
};

test('every hostile text is drawn, replied to and left behind in no time', async ({ server, meet }) => {
  test.setTimeout(180_000);
  const { olena, taras, api, channel } = await conversation(server, meet);
  await olena.page.evaluate(() => {
    const slow: number[] = [];
    Object.assign(window, { slow });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) slow.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  for (const [name, content] of Object.entries(HOSTILE)) {
    await api.say(channel, content);
    await api.say(channel, `This was: ${name}`);
    await olena.sees(`This was: ${name}`);
  }
  // A browser on a busy machine is slow; the fault took two seconds and more.
  expect(
    Math.max(0, ...(await olena.page.evaluate(() => (window as unknown as { slow: number[] }).slow))),
  ).toBeLessThan(1_000);

  await olena.page.reload();
  await olena.sees('This was: tables');
  await taras.says('And we go on');
  await olena.sees('And we go on');
  const width = await olena.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width).toBeLessThanOrEqual(0);
});

test('a text that nests too deep shows all its characters', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  const deep = `${'> '.repeat(990)}x`;
  await api.say(channel, deep);
  await expect(olena.messages.last().locator('blockquote')).toHaveCount(0);
  await expect(olena.messages.last()).toContainText('> '.repeat(990).trim());
});
