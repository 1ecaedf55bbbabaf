/** The state of an unsent message in words, and its actions when it was refused. */
import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Code } from '@/api/errors';
import { useClient } from '@/client/context';
import { dropSend, retrySend, sendWithoutReply } from '@/gateway';
import { type MessageId, useText } from '@/i18n';
import { returnText } from '@/store/composer/composer-state';
import { type PendingMessage, useConnection } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './Message.module.css';

const LONG_MS = 10_000;

/** The current time, updated every second while it is used. */
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
  if (failure === null) return 'timeline.notSent';
  if (failure.code === Code.cannotMessage) return 'timeline.notSent.refused';
  if (failure.code === Code.emptyMessage) return 'timeline.notSent.empty';
  if (failure.code === Code.cannotReply) return 'timeline.notSent.reply';
  const byField = BY_FIELD[failure.field ?? ''];
  if (byField !== undefined) return byField;
  if (failure.status === 0) return 'timeline.notSent.connection';
  if (failure.status === 403) return 'timeline.notSent.forbidden';
  if (failure.status === 404) return 'timeline.notSent.gone';
  if (failure.status === 413) return 'timeline.notSent.tooLong';
  return failure.status >= 500 ? 'timeline.notSent.server' : 'timeline.notSent.invalid';
}

const BY_FIELD: Record<string, MessageId> = {
  BASE_TYPE_MAX_LENGTH: 'timeline.notSent.tooLong',
  BASE_TYPE_BAD_LENGTH: 'timeline.notSent.tooLong',
  BASE_TYPE_MAX_BYTES: 'timeline.notSent.tooLong',
  TEXT_CHARACTERS: 'timeline.notSent.characters',
  REPLIES_UNKNOWN_MESSAGE: 'timeline.notSent.reply',
};

/** Reasons that may pass by themselves or through others. */
const MAY_PASS: readonly MessageId[] = [
  'timeline.notSent',
  'timeline.notSent.connection',
  'timeline.notSent.forbidden',
  'timeline.notSent.refused',
  'timeline.notSent.server',
];

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
  const client = useClient();
  const text = useText();
  const { channelId, nonce } = pending;
  const edit = () => {
    const content = dropSend(client, channelId, nonce);
    if (content !== null) returnText(client, channelId, content);
  };
  const reason = reasonOf(pending);
  return (
    <div className={styles.notSent}>
      <p className={styles.reason}>
        <CircleAlert aria-hidden="true" /> {text(reason)}
      </p>
      {MAY_PASS.includes(reason) && (
        <Button size="small" onPress={() => retrySend(client, channelId, nonce)}>
          {text('timeline.retry')}
        </Button>
      )}
      {reason === 'timeline.notSent.reply' && (
        <Button size="small" onPress={() => sendWithoutReply(client, channelId, nonce)}>
          {text('timeline.sendWithoutReply')}
        </Button>
      )}
      <Button size="small" onPress={edit}>
        {text('timeline.editUnsent')}
      </Button>
      <Button size="small" variant="quiet" onPress={() => dropSend(client, channelId, nonce)}>
        {text('timeline.dropUnsent')}
      </Button>
    </div>
  );
}
