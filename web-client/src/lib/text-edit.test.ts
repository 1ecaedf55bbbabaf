import { expect, it } from 'vitest';
import { difference, typeInto } from './text-edit';

it.each([
  ['abc', 'abXc', { from: 2, to: 2, text: 'X' }],
  ['abc', 'ac', { from: 1, to: 2, text: '' }],
  ['aaa', 'aa', { from: 2, to: 3, text: '' }],
  ['@ол', '@olena ', { from: 1, to: 3, text: 'olena ' }],
  ['same', 'same', { from: 4, to: 4, text: '' }],
  ['', 'x', { from: 0, to: 0, text: 'x' }],
])('between %j and %j differs only what has to', (before, after, expected) => {
  expect(difference(before, after)).toEqual(expected);
});

it('a text is given to a field with its selection, and the field tells of it', () => {
  const field = document.body.appendChild(document.createElement('textarea'));
  field.value = 'слово тут';
  const inputs: string[] = [];
  field.addEventListener('input', () => inputs.push(field.value));
  typeInto(field, '**слово** тут', 2, 7);
  expect(inputs).toEqual(['**слово** тут']);
  expect([field.selectionStart, field.selectionEnd]).toEqual([2, 7]);
});
