/**
 * Reports to the server when this device is idle: no key and no pointer in any of its tabs for ten minutes, or this tab
 * hidden for a minute. The first input reverts it. A status that the user chose takes precedence.
 */
import type { Client } from '@/client/client';
import { withAway } from '@/store/users/own-status';
import { onOnline, sendFrame } from './connection';
import { Op } from './types';

export const AWAY_AFTER_MS = 10 * 60_000;
/** Looking at another tab for a moment is not going away. */
export const HIDDEN_AFTER_MS = 60_000;
/** How often the other tabs hear of it. */
const NEWS_MS = 15_000;

const TOUCHES = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Starts watching. Returns a function that stops it. */
export function startIdle(client: Client): () => void {
  const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('chatspace-touched');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touchedAt = Date.now();
  let notifiedTabsAt = 0;
  let hiddenAt: number | null = null;

  const sendPresence = (away: boolean) =>
    sendFrame(client, Op.presence, {
      since: away ? touchedAt : null,
      activities: [],
      status: away ? 'idle' : 'online',
      afk: away,
    });
  /** Whether the user is idle, and when to check again. */
  const judge = () => {
    clearTimeout(timer);
    const left = Math.min(touchedAt + AWAY_AFTER_MS, (hiddenAt ?? Infinity) + HIDDEN_AFTER_MS) - Date.now();
    if (left > 0) timer = setTimeout(judge, left);
    const away = left <= 0;
    if (client.store.getState().away === away) return;
    client.store.setState((state) => withAway(state, away), true);
    sendPresence(away);
  };
  const noteTouch = () => {
    touchedAt = Date.now();
    // The timer finds out for itself that it was too early: a pointer that moves sets none.
    if (client.store.getState().away) judge();
  };
  const touched = () => {
    noteTouch();
    if (touchedAt - notifiedTabsAt < NEWS_MS) return;
    notifiedTabsAt = touchedAt;
    tabs?.postMessage('touched');
  };
  const seen = () => {
    hiddenAt = document.visibilityState === 'hidden' ? Date.now() : null;
    if (hiddenAt === null) touchedAt = Date.now();
    judge();
  };

  if (tabs !== null) tabs.onmessage = noteTouch;
  for (const touch of TOUCHES) globalThis.addEventListener(touch, touched, { passive: true, capture: true });
  document.addEventListener('visibilitychange', seen);
  const stopAsking = onOnline(client, () => client.store.getState().away && sendPresence(true));
  seen();
  return () => {
    clearTimeout(timer);
    tabs?.close();
    for (const touch of TOUCHES) globalThis.removeEventListener(touch, touched, { capture: true });
    document.removeEventListener('visibilitychange', seen);
    stopAsking();
  };
}
