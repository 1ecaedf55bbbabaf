/** The state of a message that is not sent yet, in words; what can be done when it was refused. */
import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Code } from '@/api/errors';
import { dropSend, retrySend } from '@/gateway';
import { type MessageId, useText } from '@/i18n';
import { returnText } from '@/store/conversation';
import { type PendingMessage, useConnection } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './Message.module.css';

const LONG_MS = 10_000;

/** The time now, by the second, while somebody needs it. */
function useNow(needed: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!needed) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [needed]);
  return now;
}

function reasonOf({ failure }: PendingMessage): MessageId {
  if (failure?.code === Code.cannotMessage) return 'timeline.notSent.refused';
  if (failure?.status === 403) return 'timeline.notSent.forbidden';
  if (failure?.status === 404) return 'timeline.notSent.gone';
  if (failure?.status === 400) return 'timeline.notSent.tooLong';
  return 'timeline.notSent';
}

export function PendingLine({ pending }: { pending: PendingMessage }) {
  const text = useText();
  const { phase } = useConnection();
  const now = useNow(pending.state !== 'failed');
  if (pending.state === 'failed') return <Failed pending={pending} />;
  if (pending.state === 'limited') {
    const seconds = Math.max(1, Math.ceil(((pending.retryAt ?? now) - now) / 1000));
    return <p className={styles.state}>{text('timeline.limited', { seconds })}</p>;
  }
  if (phase !== 'online') return <p className={styles.state}>{text('timeline.waiting')}</p>;
  if (now - pending.createdAt > LONG_MS)
    return <p className={styles.state}>{text('timeline.stillSending')}</p>;
  return <VisuallyHidden>{text('timeline.sending')}</VisuallyHidden>;
}

function Failed({ pending }: { pending: PendingMessage }) {
  const text = useText();
  const { channelId, nonce } = pending;
  const edit = () => {
    const content = dropSend(channelId, nonce);
    if (content !== null) returnText(channelId, content);
  };
  return (
    <div className={styles.notSent}>
      <p className={styles.reason}>
        <CircleAlert aria-hidden="true" /> {text(reasonOf(pending))}
      </p>
      <Button size="small" onPress={() => retrySend(channelId, nonce)}>
        {text('timeline.retry')}
      </Button>
      <Button size="small" onPress={edit}>
        {text('timeline.editUnsent')}
      </Button>
      <Button size="small" variant="quiet" onPress={() => dropSend(channelId, nonce)}>
        {text('timeline.dropUnsent')}
      </Button>
    </div>
  );
}
