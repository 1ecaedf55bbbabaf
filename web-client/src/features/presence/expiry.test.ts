import { expect, it } from 'vitest';
import { endOf } from './expiry';

const now = new Date(2026, 10, 25, 21, 36, 40);

it('a status stays until it is changed, unless it is told when to go', () => {
  expect(endOf('never', now)).toBeNull();
});

it.each([
  ['1800', new Date(2026, 10, 25, 22, 6, 40)],
  ['14400', new Date(2026, 10, 26, 1, 36, 40)],
] as const)('a status goes after %s seconds', (expiry, end) => {
  expect(endOf(expiry, now)).toBe(end.toISOString());
});

it('a status for today goes at the midnight of the person, not of the server', () => {
  expect(endOf('today', now)).toBe(new Date(2026, 10, 26).toISOString());
});
