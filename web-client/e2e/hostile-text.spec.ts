/** No message freezes or breaks the client of its readers, also after a reload. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
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

const PLAIN = 'A text of words. '.repeat(120).slice(0, 2_000);
/** What a hostile text may cost, in plain texts of the same length. The fault that this is about cost forty and more. */
const MOST = 20;

test('every hostile text costs little more than a plain one, and leaves nothing broken', async ({
  server,
  meet,
}) => {
  test.setTimeout(180_000);
  const { olena, taras, api, channel } = await conversation(server, meet);
  const cost = await processorTime(olena);
  const drawn = (name: string, content: string) =>
    cost(async () => {
      await api.say(channel, content);
      await api.say(channel, `This was: ${name}`);
      await olena.sees(`This was: ${name}`);
    });
  // The first texts load code and fonts.
  const plain: number[] = [];
  for (let n = 0; n < 6; n += 1) plain.push(await drawn(`plain ${n}`, PLAIN));
  const floor = Math.max(...plain.slice(2));
  for (const [name, content] of Object.entries(HOSTILE)) {
    expect((await drawn(name, content)) / floor, name).toBeLessThan(MOST);
  }

  await olena.page.reload();
  await olena.sees('This was: tables');
  await taras.says('And we go on');
  await olena.sees('And we go on');
  const width = await olena.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width).toBeLessThanOrEqual(0);
});

/** Measures what the page does meanwhile, in seconds of its main thread's processor time: a busy machine does not change it. */
async function processorTime({ page }: Person) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Performance.enable');
  const now = async () => {
    const { metrics } = await browser.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN;
  };
  return async (work: () => Promise<void>) => {
    const before = await now();
    await work();
    return (await now()) - before;
  };
}

test('a text that nests too deep shows all its characters', async ({ server, meet }) => {
  const { olena, api, channel } = await conversation(server, meet);
  const deep = `${'> '.repeat(990)}x`;
  await api.say(channel, deep);
  await expect(olena.messages.last().locator('blockquote')).toHaveCount(0);
  await expect(olena.messages.last()).toContainText('> '.repeat(990).trim());
});
