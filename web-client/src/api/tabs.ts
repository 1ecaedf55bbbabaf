/**
 * The tabs of this browser: what one tells the others about the session, and whose turn it is to refresh it. Only
 * pages of this origin hear it, and nothing of it is stored.
 */
import type { TokenPair } from './gen';

type News = { kind: 'signed-out' } | { kind: 'renewed'; pair: TokenPair };

const LOCK = 'chatspace-refresh';
/** Long enough for the words of the tab that had the turn before. */
const HEARING_MS = 50;

const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('chatspace-session');

export function tellTabs(news: News): void {
  others?.postMessage(news);
}

export function onTabNews(listen: (news: News) => void): void {
  if (others !== null) others.onmessage = ({ data }: MessageEvent<News>) => listen(data);
}

/** Does the work if no other tab is at it; null, with nothing done, when one is. */
export async function alone<T>(work: () => Promise<T>): Promise<T | null> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return work();
  return await locks.request(LOCK, { ifAvailable: true }, (lock) => (lock === null ? null : work()));
}

/** Waits for the turn, then takes what was heard from another tab meanwhile; only without it does the work. */
export async function heard<T>(news: () => T | null, work: () => Promise<T>): Promise<T> {
  return await navigator.locks.request(LOCK, async () => {
    await new Promise((resolve) => setTimeout(resolve, HEARING_MS));
    return news() ?? work();
  });
}
