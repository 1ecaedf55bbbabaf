/**
 * Decides which of several tabs notifies of a message: one of them, and none while the reader looks at the channel in
 * any. Locks are shared by all tabs of this browser and end with their tab.
 */
import type { Client } from '@/client/client';
import { storageKey } from '@/client/storage';
import type { Where } from './where';

const lookingAt = (client: Client, channelId: string) => storageKey(client, `looking.${channelId}`);
const notifierOf = (client: Client, messageId: string) => storageKey(client, `telling.${messageId}`);
/** Long enough for the slowest tab to have received the message. */
const CLAIM_MS = 5_000;

const isWatched = () => document.visibilityState === 'visible' && document.hasFocus();

/** Announces to all tabs which channel is in view here. Returns a function that stops it. */
export function shareAttention(client: Client, where: Where): () => void {
  let looking: { channelId: string; letGo: () => void } | null = null;
  const look = (channelId: string | undefined) => {
    if (looking?.channelId === channelId) return;
    looking?.letGo();
    looking = channelId === undefined ? null : { channelId, letGo: hold(lookingAt(client, channelId)) };
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

/** Holds a shared lock. Returns a function that releases it. */
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
export async function isLookedAt(client: Client, channelId: string, where: Where): Promise<boolean> {
  if (isWatched() && where.openChannel() === channelId) return true;
  const held = (await navigator.locks?.query())?.held ?? [];
  return held.some(({ name }) => name === lookingAt(client, channelId));
}

/** Whether this tab is the one that notifies of the message. */
export function isNotifier(client: Client, messageId: string): Promise<boolean> {
  if (navigator.locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(notifierOf(client, messageId), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise((done) => setTimeout(done, CLAIM_MS));
    });
  });
}
