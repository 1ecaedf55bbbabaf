/** A relative time, with the exact time as a tooltip. */
import { useFormats } from '@/i18n';
import { relativeTime } from '@/lib/relative-time';

export function When({ time }: { time: string }) {
  const formats = useFormats();
  const { value, unit } = relativeTime(new Date(time));
  return (
    <time dateTime={time} title={formats.formatDate(time, { dateStyle: 'long', timeStyle: 'short' })}>
      {formats.formatRelativeTime(value, unit, { numeric: 'auto' })}
    </time>
  );
}
