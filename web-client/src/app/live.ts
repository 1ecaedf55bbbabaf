/**
 * Follows the session: starts and stops the live connection, removes stored data, and refreshes which pages are
 * accessible.
 */
import { onLeaving, restore, type SessionState, sessionStore } from '@/api/session';
import { type Client, perClient } from '@/client/client';
import { lastKnownMark } from '@/client/storage';
import { withLaterTexts } from '@/i18n';
import { router } from './router';

type Live = typeof import('@/gateway');
type Notices = typeof import('@/features/notifications/watch');

const personOf = ({ status, user }: SessionState) => (status === 'signed-in' ? user?.id : undefined);

const following = perClient(() => ({
  /** Pending changes of the session, one after the other. */
  changes: Promise.resolve() as Promise<void>,
  stopNotifying: () => {},
}));

/** The live part is not needed to sign in and loads afterwards. Changes are queued, so that none is lost. */
function inTurn(client: Client, work: (live: Live) => void | Promise<void>): void {
  const own = following(client);
  own.changes = own.changes.then(async () => work(await import('@/gateway'))).catch(() => undefined);
}

const loadWorker = withLaterTexts(() => import('./service-worker'));
const WORKER_AFTER_MS = 3_000;

/** The service worker, once the first screen is shown. */
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

/** Notifications are not needed for the first screen either. */
function notify(client: Client, isSignedIn: boolean): void {
  const own = following(client);
  own.stopNotifying();
  if (!isSignedIn) return;
  let stop = () => clearTimeout(timer);
  const timer = setTimeout(async () => {
    const notices = await loadNotices().catch(() => null);
    if (own.stopNotifying === stopThis && notices !== null) stop = notices.startNotifying(client, where);
  }, NOTICES_AFTER_MS);
  const stopThis = () => stop();
  own.stopNotifying = stopThis;
}

const where = {
  openChannel: () => /^\/(?:channels\/\d+|dm)\/(\d+)/.exec(router.state.location.pathname)?.[1],
  onMove: (listener: () => void) => router.subscribe('onResolved', listener),
  go: (path: string) => void router.navigate({ href: path }),
};

/**
 * Opens the message of a pressed notification. The worker brings this page to the front and posts the path once, so the
 * page listens from the start.
 */
export function followWorker(): void {
  navigator.serviceWorker?.addEventListener(
    'message',
    ({ data }: MessageEvent<{ kind?: string; path?: string }>) => {
      const { kind, path = '' } = data;
      if (kind === 'go' && /^\/(channels|dm)\//.test(path)) where.go(path);
    },
  );
}

/**
 * Shows what this device has stored while the server is unreachable. Resolves once it is settled whether there is
 * anything.
 */
export async function showLastKnown(client: Client): Promise<void> {
  if (!/^\/(channels|dm)?(\/|$)/.test(location.pathname)) return;
  await import('@/gateway').then((live) => live.showLastKnown(client)).catch(() => undefined);
}

/** The session has ended, for whatever reason: its stored state is removed. */
function forgetLastKnown(client: Client): void {
  if (hasLastKnown(client)) inTurn(client, ({ forgetLastKnown: forget }) => void forget(client));
}

function hasLastKnown(client: Client): boolean {
  try {
    return localStorage.getItem(lastKnownMark(client)) !== null;
  } catch {
    return false;
  }
}

export function followSession(client: Client): void {
  sessionStore(client).subscribe((state, before) => {
    const [person, former] = [personOf(state), personOf(before)];
    if (person !== former) {
      inTurn(client, ({ startLive, stopLive }) => {
        if (former !== undefined) stopLive(client);
        if (person !== undefined) startLive(client, person);
        notify(client, person !== undefined);
      });
      if (before.status === 'signed-in') void router.invalidate();
    }
    // After the stop, which ends writing it.
    if (state.status === 'signed-out' && before.status !== 'signed-out') forgetLastKnown(client);
  });
  onLeaving(client, (userId) => inTurn(client, ({ forgetDevice }) => forgetDevice(client, userId)));
  // A page restored from the browser's back/forward cache may outlive its session.
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && sessionStore(client).getState().status === 'signed-in') void restore(client);
  });
}
