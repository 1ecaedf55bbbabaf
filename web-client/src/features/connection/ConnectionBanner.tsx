/**
 * Reports a lost connection from the third second on, with the time of the next attempt and a button to retry now.
 * Never blocks the window; what is written meanwhile is saved.
 */
import { useEffect, useState } from 'react';
import { useClient } from '@/client/context';
import { retryNow } from '@/gateway';
import { T, useFormats, useText } from '@/i18n';
import { useConnection, useLastKnown } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { Spinner } from '@/ui/spinner/Spinner';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './ConnectionBanner.module.css';

const SILENT_MS = 2_000;

export function ConnectionBanner() {
  const { phase, since, retryAt } = useConnection();
  const [now, setNow] = useState(Date.now);
  const [wasAway, setWasAway] = useState(false);
  const lastKnown = useLastKnown();
  const away = phase === 'reconnecting' || phase === 'connecting' || lastKnown !== null;
  const stopped = phase === 'replaced' || phase === 'refused';
  const shown = stopped || lastKnown !== null || (away && now - since >= SILENT_MS);

  useEffect(() => {
    if (!away) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [away]);
  useEffect(() => {
    if (shown) setWasAway(true);
  }, [shown]);

  return (
    <div role="status" className={shown ? styles.banner : undefined}>
      {stopped && <Stopped phase={phase} />}
      {shown && away && !stopped && <Away connecting={phase === 'connecting'} retryAt={retryAt} now={now} />}
      {!shown && wasAway && phase === 'online' && (
        <VisuallyHidden>
          <T id="connection.restored" />
        </VisuallyHidden>
      )}
    </div>
  );
}

function Away({ connecting, retryAt, now }: { connecting: boolean; retryAt: number | null; now: number }) {
  const client = useClient();
  const text = useText();
  const { formatDate } = useFormats();
  const lastKnown = useLastKnown();
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1000);
  return (
    <>
      <Spinner />
      <p className={styles.words}>
        {text(connecting ? 'connection.connecting' : 'connection.reconnecting')}{' '}
        {seconds > 0 && (
          // For sighted users only: read aloud every second it would be noise.
          <span aria-hidden="true">{text('connection.retryIn', { seconds })} </span>
        )}
        {lastKnown === null
          ? text('connection.offlineWords')
          : text('connection.lastKnown', {
              time: formatDate(lastKnown, { dateStyle: 'long', timeStyle: 'short' }),
            })}
      </p>
      {!connecting && (
        <Button size="small" onPress={() => retryNow(client)}>
          {text('connection.retryNow')}
        </Button>
      )}
    </>
  );
}

function Stopped({ phase }: { phase: 'replaced' | 'refused' }) {
  const client = useClient();
  const text = useText();
  return (
    <>
      <p className={styles.words}>{text(`connection.${phase}`)}</p>
      {phase === 'replaced' && (
        <Button size="small" onPress={() => retryNow(client)}>
          {text('connection.useHere')}
        </Button>
      )}
    </>
  );
}
