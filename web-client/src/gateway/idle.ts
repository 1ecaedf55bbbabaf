/**
 * Tells the server when nobody is at this device: no key and no pointer in any tab of it for ten minutes, or this tab
 * out of sight for a minute. The first touch takes it back. A choice of the person's own goes before it.
 */
import { store } from '@/store';
import { withAway } from '@/store/users/own-status';
import { onOnline, tell } from './connection';
import { Op } from './types';

export const AWAY_AFTER_MS = 10 * 60_000;
/** Looking at another tab for a moment is not going away. */
export const HIDDEN_AFTER_MS = 60_000;
/** How often the other tabs hear of it. */
const NEWS_MS = 15_000;

const TOUCHES = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

let tabs: BroadcastChannel | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let touchedAt = 0;
let toldTabsAt = 0;
let hiddenAt: number | null = null;
let forget: (() => void)[] = [];

/** From now on, until `stopIdle`. */
export function startIdle(): void {
  touchedAt = Date.now();
  toldTabsAt = 0;
  tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('chatspace-touched');
  if (tabs !== null) tabs.onmessage = heardOfTouch;
  for (const touch of TOUCHES) globalThis.addEventListener(touch, touched, { passive: true, capture: true });
  document.addEventListener('visibilitychange', seen);
  forget = [onOnline(() => store.getState().away && tellServer(true))];
  seen();
}

export function stopIdle(): void {
  clearTimeout(timer);
  tabs?.close();
  tabs = null;
  for (const touch of TOUCHES) globalThis.removeEventListener(touch, touched, { capture: true });
  document.removeEventListener('visibilitychange', seen);
  for (const one of forget) one();
  forget = [];
}

function touched(): void {
  const now = Date.now();
  touchedAt = now;
  if (now - toldTabsAt >= NEWS_MS) {
    toldTabsAt = now;
    tabs?.postMessage('touched');
  }
  // The timer finds out for itself that it was too early: a pointer that moves sets none.
  if (store.getState().away) judge();
}

function heardOfTouch(): void {
  touchedAt = Date.now();
  if (store.getState().away) judge();
}

function seen(): void {
  hiddenAt = document.visibilityState === 'hidden' ? Date.now() : null;
  if (hiddenAt === null) touchedAt = Date.now();
  judge();
}

/** Whether somebody is here, and when to ask again. */
function judge(): void {
  clearTimeout(timer);
  const left = Math.min(touchedAt + AWAY_AFTER_MS, (hiddenAt ?? Infinity) + HIDDEN_AFTER_MS) - Date.now();
  if (left > 0) timer = setTimeout(judge, left);
  const away = left <= 0;
  if (store.getState().away === away) return;
  store.setState((state) => withAway(state, away), true);
  tellServer(away);
}

function tellServer(away: boolean): void {
  tell(Op.presence, {
    since: away ? touchedAt : null,
    activities: [],
    status: away ? 'idle' : 'online',
    afk: away,
  });
}
