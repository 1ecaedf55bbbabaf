/**
 * Coordinates the tabs of this browser: session news between them, and whose turn it is to refresh. Only pages of this
 * origin receive the news, and nothing is stored.
 */
import { type Client, perClient } from '@/client/client';
import { storageKey } from '@/client/storage';
import type { TokenPair } from './gen';

type News = { kind: 'signed-out' } | { kind: 'renewed'; pair: TokenPair } | { kind: 'not-renewed' };

const lockOf = (client: Client) => storageKey(client, 'refresh');
/** A turn outlasts its work by this much, so that tabs that ask while the news is under way wait for it. */
const LINGER_MS = 250;
/** How long the news of another tab's turn may be under way on a busy machine. Mostly it is there at once. */
const NEWS_MS = 2_000;

const tabs = perClient((client) => ({
  others:
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(storageKey(client, 'session')),
  /** How much news there was. */
  count: 0,
  waiting: [] as (() => void)[],
  /** The turn is this tab's: there is no news of it to wait for. */
  mine: false,
}));

export function notifyTabs(client: Client, news: News): void {
  tabs(client).others?.postMessage(news);
}

export function onTabNews(client: Client, listen: (news: News) => void): void {
  const own = tabs(client);
  if (own.others === null) return;
  own.others.onmessage = ({ data }: MessageEvent<News>) => {
    listen(data);
    own.count += 1;
    for (const wake of own.waiting) wake();
    own.waiting = [];
  };
}

/** Until another tab has said something since `before`; not for ever, for it may have been closed. */
function somethingNew(client: Client, before: number): Promise<void> {
  if (tabs(client).count !== before) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, NEWS_MS);
    tabs(client).waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

const linger = () => new Promise((resolve) => setTimeout(resolve, LINGER_MS));

/**
 * Runs the work of one tab after the other: uses the news of another tab's work where there is any, and does the work
 * only without it. Locks and news travel separately, so a tab that waited for its turn also waits for the news of the
 * previous one.
 */
export async function inTurns<T>(
  client: Client,
  received: () => T | null,
  work: () => Promise<T>,
): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return work();
  const [before, own] = [tabs(client).count, tabs(client).mine];
  return await new Promise<T>((resolve, reject) => {
    const turn = async () => {
      const known = received();
      if (known !== null) return resolve(known);
      tabs(client).mine = true;
      // Callers wait for the result, not for the rest of the turn.
      await work().then(resolve, reject);
      await linger();
      tabs(client).mine = false;
    };
    const turnAfterAnother = async () => {
      if (received() === null && !own) await somethingNew(client, before);
      return turn();
    };
    let isTaken = false;
    const tried = locks.request(lockOf(client), { ifAvailable: true }, (lock) => {
      isTaken = lock === null;
      return isTaken ? undefined : turn();
    });
    tried.then(() => (isTaken ? locks.request(lockOf(client), turnAfterAnother) : undefined)).catch(reject);
  });
}
