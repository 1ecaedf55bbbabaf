/** Lines above a message: the day that begins with it, and where the unread ones begin. Drawn inside its row. */
import type { Message } from '@/api/gen';
import { T, useFormats } from '@/i18n';
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
