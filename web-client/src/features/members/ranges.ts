/** Which ranges of the list to request for the visible rows. */
import type { Range } from '@/store/members/list';

/** The server's limits. */
const MOST_RANGES = 3;
const MOST_ROWS = 100;

/** Ranges start and end at multiples of this, so that a little scrolling requests nothing new. */
const STEP = 25;
/** Requested above and below the view. */
const MARGIN = 25;

/** Requested before anything is known. */
export const FIRST_RANGES: readonly Range[] = [[0, MOST_ROWS - 1]];

export function rangesAround(first: number, last: number): readonly Range[] {
  const from = Math.max(0, Math.floor((first - MARGIN) / STEP) * STEP);
  const to = Math.min(Math.ceil((last + 1 + MARGIN) / STEP) * STEP, from + MOST_RANGES * MOST_ROWS);
  const ranges: Range[] = [];
  for (let at = from; at < to; at += MOST_ROWS) ranges.push([at, Math.min(at + MOST_ROWS, to) - 1]);
  return ranges;
}

export const sameRanges = (a: readonly Range[], b: readonly Range[]): boolean => String(a) === String(b);
