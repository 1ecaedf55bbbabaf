/** Above the log while something unread is out of view: how much, since when, the way there, and done with it. */
import { ArrowUp, CheckCheck } from 'lucide-react';
import { useClient } from '@/client/context';
import { useFormats, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { useOffline } from '@/ui/offline/offline';
import styles from './Timeline.module.css';

interface Props {
  count: number;
  /** There are more than were counted. */
  more: boolean;
  since: Date;
  /** Null where the first of them is in view. */
  onJump: (() => void) | null;
  onRead: () => void;
}

export function UnreadBar({ count, more, since, onJump, onRead }: Props) {
  const text = useText();
  const { clock } = useClient();
  const offline = useOffline();
  const { formatDate, formatNumber } = useFormats();
  const isToday = since.toDateString() === new Date(clock.now()).toDateString();
  const time = formatDate(since, {
    ...(!isToday && { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const shown = `${formatNumber(count)}${more ? '+' : ''}`;
  return (
    <section className={styles.unread} aria-label={text('timeline.unread')}>
      <p>{text('timeline.unread.since', { count, shown, time })}</p>
      {onJump !== null && (
        <Button size="small" icon={<ArrowUp size={15} aria-hidden="true" />} onPress={onJump}>
          {text('timeline.unread.jump')}
        </Button>
      )}
      {!offline && (
        <Button size="small" icon={<CheckCheck size={15} aria-hidden="true" />} onPress={onRead}>
          {text('unread.markRead')}
        </Button>
      )}
    </section>
  );
}
