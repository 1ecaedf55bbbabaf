import { expect, it } from 'vitest';
import { fold } from './fold';

it.each([
  ['Олена', 'олена'],
  ['ОЛЕНА', 'олена'],
  ['Ґудзик', 'гудзик'],
  ['Її', 'іі'],
  ['м’ята', 'мята'],
  ["м'ята", 'мята'],
  ['мʼята', 'мята'],
  ['Café', 'cafe'],
  ['book-club', 'book-club'],
])('%s is searched as %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});
