/** Shown until the session is known. While the server cannot be reached, says so and retries every few seconds. */
import { ServerOff } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { restore } from '@/api/session';
import { useSession } from '@/api/use-session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { Spinner } from '@/ui/spinner/Spinner';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { showLastKnown } from './live';
import styles from './screens.module.css';

const RETRY_MS = 5_000;
const SPINNER_AFTER_MS = 400;

export function Boot({ children }: { children: ReactNode }) {
  const client = useClient();
  const { status, unreachable } = useSession();
  const [looked, setLooked] = useState(false);

  useEffect(() => {
    void restore(client);
  }, [client]);

  useEffect(() => {
    if (unreachable && status === 'unknown') void showLastKnown(client).finally(() => setLooked(true));
  }, [unreachable, status, client]);

  useEffect(() => {
    if (!unreachable || status !== 'unknown') return;
    const timer = setInterval(() => void restore(client), RETRY_MS);
    return () => clearInterval(timer);
  }, [unreachable, status, client]);

  if (status !== 'unknown') return children;
  return unreachable && looked ? <Unreachable /> : <Waiting />;
}

function Waiting() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), SPINNER_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={styles.page}>
      <h1>
        <VisuallyHidden>ChatSpace</VisuallyHidden>
      </h1>
      {long && (
        <p className={styles.waiting}>
          <Spinner /> <T id="common.loading" />
        </p>
      )}
    </main>
  );
}

function Unreachable() {
  const client = useClient();
  const text = useText();
  return (
    <main className={styles.page}>
      <EmptyState
        level={1}
        icon={<ServerOff />}
        title={text('app.unreachable.title')}
        actions={
          <Button variant="primary" onPress={() => void restore(client)}>
            <T id="common.retry" />
          </Button>
        }
      >
        <T id="app.unreachable.words" />
      </EmptyState>
    </main>
  );
}
