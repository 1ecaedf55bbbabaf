import { depthOf, holds, STEPS_EACH } from '@tests/markdown';
import { texts } from '@tests/texts';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, MAX_LENGTH, MAX_NODES, parse, parseCounted } from './parse';
import { plainText } from './plain';

const onlyText = (source: string): string | null => {
  const [block] = parse(source).children;
  const [node] = block?.type === 'paragraph' ? block.children : [];
  return node?.type === 'text' ? node.value : null;
};

/** Each of them twice as long must cost about twice as much. */
const ATTACKS = [
  ...[
    '>',
    '> ',
    '>> a\n',
    '- ',
    '- - a\n',
    '* ',
    '1. ',
    '# ',
    '*',
    '_',
    '*_',
    '*_ ',
    '* a',
    '*a ',
    '**a ',
    '_a* ',
    'a* *b',
  ],
  ...[
    '~~',
    '~~a',
    '||',
    '||a',
    '`',
    '` ',
    '`a',
    '``a`',
    '```',
    '```\n',
    '```a\n',
    '~~~\n',
    '~~~a\n',
    '[',
    ']',
    '[](',
    '](',
    '[a](',
  ],
  ...[
    '[a](https://x',
    '[](https://x.org',
    '[[a](https://x.org)',
    '((',
    'https://(',
    'https://[',
    'https://x.org/',
    'https://x.org,',
    '<https://',
    '<@',
    '<@1>',
    '<@1> ',
  ],
  ...[
    '@everyone',
    '@everyone ',
    '@',
    'a@',
    'a@a.',
    'a.',
    'www.',
    'http',
    '\\',
    '\\`',
    '\n',
    ' \n',
    ' ',
    '\t',
    '\ud83d',
    'e\u0301',
    '\u202e',
    '😀',
  ],
];

const repeated = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

describe('any text', () => {
  it('is read in steps that grow with its length alone', () => {
    for (const text of texts(1_500)) {
      expect(parseCounted(text).steps, JSON.stringify(text)).toBeLessThan(STEPS_EACH * (text.length + 1));
    }
  });

  it.each(ATTACKS)('of %j only costs twice as much when it is twice as long', (piece) => {
    for (const end of ['', 'a', '*', '`', ')', ']']) {
      const short = parseCounted(repeated(piece, 4_000) + end).steps;
      const long = parseCounted(repeated(piece, 8_000) + end).steps;
      expect(long).toBeLessThan(2.5 * short + 1_000);
      expect(long).toBeLessThan(STEPS_EACH * 8_000);
    }
  });

  it('is drawn, previewed and rewritten without throwing, nested and long within bounds', () => {
    for (const text of texts(1_500)) holds(text);
  });

  it('keeps each of its letters', () => {
    const characters = (text: string) => text.replace(/[^\p{L}]/gu, '');
    for (const text of texts(500)) {
      // What is hidden, and the language of code, is not shown.
      if (/\|\||```|~~~|\]\(|<|http/.test(text)) continue;
      expect(characters(plainText(text, () => undefined)), JSON.stringify(text)).toBe(characters(text));
    }
  });
});

describe('a text that is too deep or too large', () => {
  it.each([
    ['quotes in quotes', `${'> '.repeat(990)}a`],
    ['quotes without blanks', `${'>'.repeat(1_989)} a`],
    [
      'quotes, each line one deeper',
      Array.from({ length: 40 }, (_, n) => `${'> '.repeat(n + 1)}a`).join('\n'),
    ],
    ['too many nodes', '*a* '.repeat(MAX_NODES)],
    ['six thousand mentions', '<@1>'.repeat(6_000).slice(0, MAX_LENGTH)],
    ['a text of twice the most', '*a*\n'.repeat(MAX_LENGTH / 2)],
  ])('is flat: %s', (_, text) => {
    expect(parse(text).flat).toBe(true);
    expect(onlyText(text)).toBe(text);
  });

  it.each([
    ['only quote marks', '>'.repeat(1_990)],
    ['only list marks', '- '.repeat(990)],
    ['brackets', '['.repeat(2_000)],
    ['stars', '*'.repeat(2_000)],
    ['round brackets', '('.repeat(2_000)],
    ['at signs', '@'.repeat(2_000)],
    ['one word', 'я'.repeat(2_000)],
  ])('shows all its characters: %s', (_, text) => {
    expect(plainText(text, () => undefined).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });

  it('keeps marks that would nest too deep as characters', () => {
    const text = `${'*a _b '.repeat(150)}c${' b_ a*'.repeat(150)}`;
    expect(depthOf(parse(text).children)).toBe(MAX_DEPTH);
    const drawn = plainText(text, () => undefined);
    expect(drawn.length).toBeGreaterThan(text.length - 4 * MAX_DEPTH);
  });
});
