/**
 * Says that the connection is away, from the third second on: when the next try is made, and a button for now. Never
 * a window over the work; what is written meanwhile is kept.
 */
import { useEffect, useState } from 'react';
import { retryNow } from '@/gateway';
import { T, useText } from '@/i18n';
import { useConnection } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { Spinner } from '@/ui/spinner/Spinner';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './ConnectionBanner.module.css';

const SILENT_MS = 2_000;

export function ConnectionBanner() {
  const { phase, since, retryAt } = useConnection();
  const [now, setNow] = useState(Date.now);
  const [wasAway, setWasAway] = useState(false);
  const away = phase === 'reconnecting' || phase === 'connecting';
  const shown = phase === 'replaced' || phase === 'refused' || (away && now - since >= SILENT_MS);

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
      {shown && (phase === 'replaced' || phase === 'refused') && <Stopped phase={phase} />}
      {shown && away && <Away connecting={phase === 'connecting'} retryAt={retryAt} now={now} />}
      {!shown && wasAway && phase === 'online' && (
        <VisuallyHidden>
          <T id="connection.restored" />
        </VisuallyHidden>
      )}
    </div>
  );
}

function Away({ connecting, retryAt, now }: { connecting: boolean; retryAt: number | null; now: number }) {
  const text = useText();
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1000);
  return (
    <>
      <Spinner />
      <p className={styles.words}>
        {text(connecting ? 'connection.connecting' : 'connection.reconnecting')}{' '}
        {seconds > 0 && (
          // Counted for the eye only: read aloud every second it would be noise.
          <span aria-hidden="true">{text('connection.retryIn', { seconds })} </span>
        )}
        {text('connection.offlineWords')}
      </p>
      {!connecting && (
        <Button size="small" onPress={retryNow}>
          {text('connection.retryNow')}
        </Button>
      )}
    </>
  );
}

function Stopped({ phase }: { phase: 'replaced' | 'refused' }) {
  const text = useText();
  return (
    <>
      <p className={styles.words}>{text(`connection.${phase}`)}</p>
      {phase === 'replaced' && (
        <Button size="small" onPress={retryNow}>
          {text('connection.useHere')}
        </Button>
      )}
    </>
  );
}
