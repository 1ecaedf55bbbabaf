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

/** When the thing with this id was made. */
export function timeOfId(id: string): Date {
  return new Date(Number((BigInt(id) >> 22n) + EPOCH));
}

/** An id as the server would make it at this moment; for placeholders and tests. */
export function idAt(time: Date | number, counter = 0): string {
  return String(((BigInt(Number(time)) - EPOCH) << 22n) + BigInt(counter));
}
