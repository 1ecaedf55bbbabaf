/** A moment in the zone of the reader. A relative one ticks: each second near it, each minute else. */
import { useEffect, useState } from 'react';
import type { FormatDateOptions } from 'react-intl';
import { useFormats } from '@/i18n';
import { relativeTime } from '@/lib/relative-time';
import styles from './Markdown.module.css';
import type { TimeNode, TimeStyle } from './nodes';

const FORMATS: Record<Exclude<TimeStyle, 'R'>, FormatDateOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const NEAR_MS = 2 * MINUTE_MS;
/** What a date can hold. */
const FARTHEST_S = 8.64e12;

function useNow(isNeeded: boolean, at: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isNeeded) return;
    const wait = Math.abs(at - now) < NEAR_MS ? SECOND_MS : MINUTE_MS;
    const timer = setTimeout(() => setNow(Date.now()), wait - (Date.now() % SECOND_MS));
    return () => clearTimeout(timer);
  }, [isNeeded, at, now]);
  return now;
}

export function Timestamp({ time: { at, style } }: { time: TimeNode }) {
  const { formatDate, formatRelativeTime } = useFormats();
  const time = new Date(Math.min(Math.abs(at), FARTHEST_S) * Math.sign(at) * SECOND_MS);
  const now = useNow(style === 'R', time.getTime());
  const relative = () => {
    const { value, unit } = relativeTime(time, now);
    const seconds = Math.round((time.getTime() - now) / SECOND_MS);
    return formatRelativeTime(unit === 'second' ? seconds : value, unit, { numeric: 'auto' });
  };
  return (
    <time className={styles.time} dateTime={time.toISOString()} title={formatDate(time, FORMATS.F)}>
      {style === 'R' ? relative() : formatDate(time, FORMATS[style])}
    </time>
  );
}
