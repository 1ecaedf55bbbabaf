/**
 * The tabs of this browser: what one tells the others about the session, and whose turn it is to refresh it. Only
 * pages of this origin hear it, and nothing of it is stored.
 */
import { type Client, perClient } from '@/client/client';
import type { TokenPair } from './gen';

type News = { kind: 'signed-out' } | { kind: 'renewed'; pair: TokenPair } | { kind: 'not-renewed' };

const lockOf = ({ server }: Client) => `chatspace-refresh ${server.url}`;
/** The turn lasts this much longer than its work, so that whoever asks while the news is under way waits for it. */
const LINGER_MS = 250;
/** How long the news of another tab's turn may be under way on a busy machine. Mostly it is there at once. */
const NEWS_MS = 2_000;

const tabs = perClient(({ server }) => ({
  others:
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`chatspace-session ${server.url}`),
  /** How much news there was. */
  count: 0,
  waiting: [] as (() => void)[],
  /** The turn is this tab's: there is no news of it to wait for. */
  mine: false,
}));

export function tellTabs(client: Client, news: News): void {
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
 * One tab after the other: takes what was heard of another tab's work, and does the work only without it. Locks and news
 * come by different ways, so a tab that had to wait for its turn also waits for the word of the one before.
 */
export async function inTurns<T>(client: Client, heard: () => T | null, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return work();
  const [before, own] = [tabs(client).count, tabs(client).mine];
  return await new Promise<T>((resolve, reject) => {
    const turn = async () => {
      const known = heard();
      if (known !== null) return resolve(known);
      tabs(client).mine = true;
      // Nobody who waits for the result waits for the rest of the turn.
      await work().then(resolve, reject);
      await linger();
      tabs(client).mine = false;
    };
    const turnAfterAnother = async () => {
      if (heard() === null && !own) await somethingNew(client, before);
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
