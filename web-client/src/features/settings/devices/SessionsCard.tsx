/** The sessions of the account: this one first, the others each with a button that ends it. */
import { useQuery } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { useRef, useState } from 'react';
import { type AuthSession, endSession, signOutEverywhere } from '@/api';
import { ApiError } from '@/api/errors';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { listSessionsOptions, listSessionsQueryKey, queryClient } from '@/api/queries';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { clientName } from '@/lib/client-name';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { ConfirmDialog } from '@/ui/dialog/Dialog';
import { useAction } from '@/ui/form/use-action';
import { Loaded } from '@/ui/loaded/Loaded';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import { CredentialsChoice } from '../CredentialsChoice';
import styles from '../Settings.module.css';
import { useClientText } from './use-client-text';
import { When } from './When';

const currentFirst = (a: AuthSession, b: AuthSession) => Number(b.current) - Number(a.current);
const refresh = (client: Client) =>
  queryClient(client).invalidateQueries({ queryKey: listSessionsQueryKey({ client: httpOf(client) }) });

export function SessionsCard() {
  const client = useClient();
  const failureText = useFailureText();
  const query = useQuery(
    { ...listSessionsOptions({ client: httpOf(client) }), staleTime: 0 },
    queryClient(client),
  );
  // The pressed button is removed with its row.
  const list = useRef<HTMLUListElement>(null);
  return (
    <Card title="settings.sessions" words={<T id="settings.sessions.words" />}>
      <Loaded query={query} failureOf={failureText}>
        {(sessions) => (
          <>
            <ul ref={list} className={styles.rows} tabIndex={-1}>
              {sessions.toSorted(currentFirst).map((session) => (
                <SessionRow key={session.id} session={session} onEnded={() => list.current?.focus()} />
              ))}
            </ul>
            <EndOthers />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function SessionRow({ session, onEnded }: { session: AuthSession; onEnded: () => void }) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const name = useClientText()(session.client);
  const Icon = clientName(session.client).handheld ? Smartphone : Monitor;
  const end = useAction({
    failureOf: failureText,
    work: async () => {
      try {
        await endSession({ client: httpOf(client), path: { session_id: session.id }, throwOnError: true });
      } catch (thrown) {
        // It has ended meanwhile.
        if (!(thrown instanceof ApiError) || thrown.status !== 404) throw thrown;
      }
      showToast({ text: text('settings.sessions.ended', { name }) });
      onEnded();
      await refresh(client);
    },
  });
  return (
    <li className={styles.row}>
      <Icon aria-hidden="true" />
      <div className={styles.rowText}>
        <div className={styles.rowTitle}>
          {name}
          {session.current && (
            <span className={styles.tag}>
              <T id="settings.sessions.current" />
            </span>
          )}
        </div>
        <div className={styles.words}>
          {session.address !== '' && <>{session.address} · </>}
          <When time={session.last_used_at} />
        </div>
        {end.failure !== undefined && <Notice tone="danger">{end.failure}</Notice>}
      </div>
      {!session.current && (
        <Button
          size="small"
          isPending={end.pending}
          aria-label={text('settings.sessions.end.label', { name })}
          onPress={end.run}
        >
          <T id="settings.sessions.end" />
        </Button>
      )}
    </li>
  );
}

function EndOthers() {
  const client = useClient();
  const text = useText();
  const [asking, setAsking] = useState(false);
  const [everything, setEverything] = useState(false);
  const endAll = async () => {
    const body = { keep_current: true, ...(everything ? { everything } : {}) };
    if (
      (await withFreshAuthentication(client, () =>
        signOutEverywhere({ client: httpOf(client), body, throwOnError: true }),
      )) === undefined
    )
      return;
    await refresh(client);
    showToast({ text: text('settings.sessions.othersEnded') });
  };
  return (
    <div>
      <Button variant="danger" onPress={() => setAsking(true)}>
        <T id="settings.sessions.endOthers" />
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={text('settings.sessions.endOthers')}
        question={text('settings.sessions.endOthers.question')}
        action={text('settings.sessions.end')}
        onConfirm={endAll}
        failure={useFailureText()}
      >
        <CredentialsChoice isSelected={everything} onChange={setEverything} />
      </ConfirmDialog>
    </div>
  );
}
