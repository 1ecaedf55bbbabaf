/** What follows the session: the live connection, what is kept of a person, and which pages may be seen. */
import { onLeaving, restore, type SessionState, sessionStore } from '@/api/session';
import type { Client } from '@/client/client';
import { withLaterTexts } from '@/i18n';
import { router } from './router';

type Live = typeof import('@/gateway');
type Notices = typeof import('@/features/notifications/watch');

const personOf = ({ status, user }: SessionState) => (status === 'signed-in' ? user?.id : undefined);

let turns: Promise<void> = Promise.resolve();

/** The live part is not needed to sign in and comes afterwards. Each change has its turn, so that none is lost. */
function inTurn(work: (live: Live) => void | Promise<void>): void {
  turns = turns.then(async () => work(await import('@/gateway'))).catch(() => undefined);
}

const loadWorker = withLaterTexts(() => import('./service-worker'));
const WORKER_AFTER_MS = 3_000;

/** What keeps the client on the device, when the first screen is there. */
export function startWorkerLater(): void {
  setTimeout(
    () =>
      void loadWorker()
        .then(({ startWorker }) => startWorker())
        .catch(() => undefined),
    WORKER_AFTER_MS,
  );
}

const loadNotices = withLaterTexts((): Promise<Notices> => import('@/features/notifications/watch'));
const NOTICES_AFTER_MS = 2_000;

let stopNotices: () => void = () => {};

/** What tells of messages is not needed for the first screen either. */
function notify(client: Client, isSignedIn: boolean): void {
  stopNotices();
  if (!isSignedIn) return;
  let stop = () => clearTimeout(timer);
  const timer = setTimeout(async () => {
    const notices = await loadNotices().catch(() => null);
    if (stopNotices === stopThis && notices !== null) stop = notices.startNotifying(client, where);
  }, NOTICES_AFTER_MS);
  const stopThis = () => stop();
  stopNotices = stopThis;
}

const where = {
  openChannel: () => /^\/(?:channels\/\d+|dm)\/(\d+)/.exec(router.state.location.pathname)?.[1],
  onMove: (listener: () => void) => router.subscribe('onResolved', listener),
  go: (path: string) => void router.navigate({ href: path }),
};

/**
 * A notification was pressed, and the worker has brought this page to the front. It says so once, so somebody must listen
 * from the beginning.
 */
function goWhereWorkerSays(): void {
  navigator.serviceWorker?.addEventListener(
    'message',
    ({ data }: MessageEvent<{ kind?: string; path?: string }>) => {
      const { kind, path = '' } = data;
      if (kind === 'go' && /^\/(channels|dm)\//.test(path)) where.go(path);
    },
  );
}

/** With the server away, conversations show what this device knows of them. Answers when it is settled whether they do. */
export async function showLastKnown(client: Client): Promise<void> {
  if (!/^\/(channels|dm)?(\/|$)/.test(location.pathname)) return;
  await import('@/gateway').then((live) => live.showLastKnown(client)).catch(() => undefined);
}

/** Whatever ended the session: what is kept of it is nobody's any more. */
function forgetLastKnown(client: Client): void {
  if (hasLastKnown()) inTurn(({ forgetLastKnown: forget }) => void forget(client));
}

function hasLastKnown(): boolean {
  try {
    return localStorage.getItem('chatspace.last-known') !== null;
  } catch {
    return false;
  }
}

export function followSession(client: Client): void {
  goWhereWorkerSays();
  sessionStore(client).subscribe((state, before) => {
    const [person, former] = [personOf(state), personOf(before)];
    if (person !== former) {
      inTurn(({ startLive, stopLive }) => {
        if (former !== undefined) stopLive(client);
        if (person !== undefined) startLive(client, person);
        notify(client, person !== undefined);
      });
      if (before.status === 'signed-in') void router.invalidate();
    }
    // After the stop, which ends the writing of it.
    if (state.status === 'signed-out' && before.status !== 'signed-out') forgetLastKnown(client);
  });
  onLeaving(client, (userId) => inTurn(({ forgetDevice }) => forgetDevice(client, userId)));
  // A page that the browser kept asleep may be older than the end of its session.
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && sessionStore(client).getState().status === 'signed-in') void restore(client);
  });
}
