/**
 * Which tab tells of a message, when several are open: one of them, and none while the reader looks at the channel in
 * any. Locks are shared by all tabs of this browser and end with their tab.
 */
import type { Where } from './where';

const LOOKING = 'chatspace.looking.';
const TELLING = 'chatspace.telling.';
/** Long enough for the slowest tab to have heard of the message. */
const TOLD_MS = 5_000;

const isWatched = () => document.visibilityState === 'visible' && document.hasFocus();

/** Says to all tabs what is looked at here, until the answer is called. */
export function shareAttention(where: Where): () => void {
  let looking: { channelId: string; letGo: () => void } | null = null;
  const look = (channelId: string | undefined) => {
    if (looking?.channelId === channelId) return;
    looking?.letGo();
    looking = channelId === undefined ? null : { channelId, letGo: hold(LOOKING + channelId) };
  };
  const update = () => look(isWatched() ? where.openChannel() : undefined);
  const stops = [
    where.onMove(update),
    on(window, 'focus', update),
    on(window, 'blur', update),
    on(document, 'visibilitychange', update),
  ];
  update();
  return () => {
    for (const stop of stops) stop();
    look(undefined);
  };
}

/** Holds a lock that others may hold as well, until the answer is called. */
function hold(name: string): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  void navigator.locks?.request(
    name,
    { mode: 'shared' },
    () => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
  );
  return () => ending.abort();
}

function on(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

/** Whether the reader looks at this channel, here or in another tab. */
export async function isLookedAt(channelId: string, where: Where): Promise<boolean> {
  if (isWatched() && where.openChannel() === channelId) return true;
  const held = (await navigator.locks?.query())?.held ?? [];
  return held.some(({ name }) => name === LOOKING + channelId);
}

/** Whether this tab is the one that tells of the message. */
export function isOneToTell(messageId: string): Promise<boolean> {
  if (navigator.locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(TELLING + messageId, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise((done) => setTimeout(done, TOLD_MS));
    });
  });
}
