/**
 * Snowflake ids: 64-bit numbers as decimal strings. They sort by time, and they do not fit a JavaScript number,
 * so they are compared as text: the longer one is greater, equal lengths compare character by character.
 */
const EPOCH = 1_420_070_400_000n;

export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

export const isNewerId = (a: string, b: string): boolean => compareIds(a, b) > 0;

const GREATEST = '9223372036854775807';

/** Whether a value is an id: a decimal number of 63 bits in a string, without leading zeros. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^(?:0|[1-9]\d{0,18})$/.test(value) && compareIds(value, GREATEST) <= 0;

/** When the object with this id was created; the earliest time of all for an invalid id. */
export function timeOfId(id: string): Date {
  return new Date(Number(((isId(id) ? BigInt(id) : 0n) >> 22n) + EPOCH));
}

/** An id as the server would generate it at this moment, or at the nearest valid one. */
export function idAt(time: Date | number, counter = 0): string {
  const moment = (BigInt(Number(time)) - EPOCH) << 22n;
  const made = (moment > 0n ? moment : 0n) + BigInt(counter);
  return made > BigInt(GREATEST) ? GREATEST : String(made);
}
