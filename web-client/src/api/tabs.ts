/**
 * Coordinates the tabs of this browser: session messages between them, and the lock for refreshing. Only
 * pages of this origin receive the messages, and nothing is stored.
 */
import { type Client, perClient } from '@/client/client';
import { storageKey } from '@/client/storage';
import type { TokenPair } from './gen';

type News = { kind: 'signed-out' } | { kind: 'renewed'; pair: TokenPair } | { kind: 'not-renewed' };

const lockOf = (client: Client) => storageKey(client, 'refresh');
/** The lock is held this much longer than the work, so that waiting tabs receive the message first. */
const LINGER_MS = 250;
/** How long a message of another tab may take on a busy machine. Usually it arrives at once. */
const NEWS_MS = 2_000;

const tabs = perClient((client) => ({
  others:
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(storageKey(client, 'session')),
  /** Number of messages received. */
  count: 0,
  waiting: [] as (() => void)[],
  /** No other tab held the lock: there is no message to wait for. */
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

/**
 * Waits for a message of another tab since `before`, up to a time limit, since that tab may have been closed.
 */
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
 * Runs the work of one tab after the other: uses the result of another tab's work if there is one, and does
 * the work only without it. Locks and messages travel separately, so a tab that waited for the lock also
 * waits for the message of the previous one.
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
      // Callers wait for the result, not for the release of the lock.
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
