/** Random texts of unbalanced marks, the same for the same seed. */
const PIECES = [
  ...[
    '*',
    '**',
    '_',
    '__',
    '~~',
    '||',
    '`',
    '``',
    '```',
    '~~~',
    '>',
    '> ',
    '>> ',
    '- ',
    '1. ',
    '# ',
    '\n',
    '\n\n',
    ' ',
    '  ',
  ],
  ...[
    '[',
    ']',
    '(',
    ')',
    '](',
    '](https://x.org)',
    '<',
    '<@1>',
    '<@&6>',
    '<#5>',
    '@everyone',
    '@here',
    '\\',
    '\\*',
    'a',
    'a b',
  ],
  ...[
    'https://x.org/',
    'www.x.org',
    'a@b.co',
    '<https://x.org>',
    'h',
    'я',
    'e\u0301',
    '\u202e',
    '\u200d',
    '😀',
    '\ud83d',
    '\t',
    '\0',
  ],
];

/** The same numbers for the same seed. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

export function* texts(count: number, seed = 15): Generator<string> {
  const random = numbers(seed);
  for (let made = 0; made < count; made += 1) {
    const some = PIECES.filter(() => random.next().value < 0.2);
    const pieces = some.length === 0 ? PIECES : some;
    const length = Math.floor(random.next().value * 300);
    yield Array.from({ length }, () => pieces[Math.floor(random.next().value * pieces.length)]).join('');
  }
}
