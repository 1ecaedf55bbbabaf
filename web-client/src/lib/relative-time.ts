/** A relative time, in the most natural unit. */
const UNITS = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

export interface RelativeTime {
  /** Negative in the past. */
  value: number;
  unit: (typeof UNITS)[number][0] | 'second';
}

/** Less than a minute is now. */
export function relativeTime(time: Date, now: number = Date.now()): RelativeTime {
  const seconds = (time.getTime() - now) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return { value: Math.trunc(seconds / length), unit };
  }
  return { value: 0, unit: 'second' };
}
