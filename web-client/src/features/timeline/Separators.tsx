/** Lines above a message: the day that begins with it, and where the unread ones begin. Drawn inside its row. */
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { T, useFormats, useText, useToday } from '@/i18n';
import { usePlace } from '@/store/dms/selectors';
import { timeOf } from './items';
import styles from './Message.module.css';

export function DaySeparator({ message }: { message: Message }) {
  const text = useText();
  const { formatDate } = useFormats();
  const today = useToday(useClient().clock.now);
  const day = timeOf(message);
  const full = formatDate(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const before = new Date(today);
  before.setDate(before.getDate() - 1);
  const word =
    day.toDateString() === today
      ? text('timeline.today')
      : day.toDateString() === before.toDateString() && text('timeline.yesterday');
  return (
    <div className={styles.day}>
      <time dateTime={day.toISOString()} title={full}>
        {word || full}
      </time>
    </div>
  );
}

export function NewSeparator() {
  return (
    <div className={styles.new}>
      <span>
        <T id="timeline.new" />
      </span>
    </div>
  );
}

export function ChannelStart({ channelId }: { channelId: string }) {
  const { kind, name } = usePlace(channelId);
  return (
    <div className={styles.start}>
      <p className={styles.startTitle}>
        <T id={kind === 'guild' ? 'timeline.start.title' : 'dm.start'} values={{ channel: name }} />
      </p>
      <p>
        <T id="timeline.start.words" />
      </p>
    </div>
  );
}
