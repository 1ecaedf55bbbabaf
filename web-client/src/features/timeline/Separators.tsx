/** Lines above a message: the day that begins with it, and where the unread ones begin. Drawn inside its row. */
import type { Message } from '@/api/gen';
import { T, useFormats } from '@/i18n';
import { usePlace } from '@/store/private-selectors';
import { timeOf } from './items';
import styles from './Message.module.css';

export function DaySeparator({ message }: { message: Message }) {
  const { formatDate } = useFormats();
  return (
    <div className={styles.day}>
      <span>
        {formatDate(timeOf(message), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })}
      </span>
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
