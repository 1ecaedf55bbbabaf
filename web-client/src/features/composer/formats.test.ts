import { describe, expect, it } from 'vitest';
import { type Format, formatted } from './formats';

/** The selection stands between the bars. */
const after = (format: Format, text: string): string => {
  const [before = '', selected = '', rest = ''] = text.split('¦');
  const start = before.length;
  const found = formatted(format, { content: before + selected + rest, start, end: start + selected.length });
  const { content } = found;
  return `${content.slice(0, found.start)}¦${content.slice(found.start, found.end)}¦${content.slice(found.end)}`;
};

describe('a format', () => {
  it.each([
    ['bold', '¦слово¦ тут', '**¦слово¦** тут'],
    ['bold', '**¦слово¦** тут', '¦слово¦ тут'],
    ['italic', 'a ¦b¦ c', 'a *¦b¦* c'],
    ['italic', '**¦b¦**', '***¦b¦***'],
    ['italic', '***¦b¦***', '**¦b¦**'],
    ['bold', '***¦b¦***', '*¦b¦*'],
    ['strike', '¦b¦', '~~¦b¦~~'],
    ['spoiler', '¦b¦', '||¦b¦||'],
    ['code', '¦b¦', '`¦b¦`'],
    ['code', '¦a\nb¦', '```\n¦a\nb¦\n```'],
    ['link', 'see ¦here¦', 'see [here](¦https://¦)'],
    ['quote', 'a\nb ¦c\nd¦', 'a\n¦> b c\n> d¦'],
    ['quote', '¦> a\n> b¦', '¦a\nb¦'],
  ] as const)('%s of %j is %j', (format, before, expected) => {
    expect(after(format, before)).toBe(expected);
  });
});
