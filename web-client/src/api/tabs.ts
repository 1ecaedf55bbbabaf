/**
 * The tabs of this browser: what one tells the others about the session, and whose turn it is to refresh it. Only
 * pages of this origin hear it, and nothing of it is stored.
 */
import type { TokenPair } from './gen';

type News = { kind: 'signed-out' } | { kind: 'renewed'; pair: TokenPair } | { kind: 'not-renewed' };

const LOCK = 'chatspace-refresh';
/** The turn lasts this much longer than its work, so that whoever asks while the news is under way waits for it. */
const LINGER_MS = 250;
/** How long the news of another tab's turn may be under way on a busy machine. Mostly it is there at once. */
const NEWS_MS = 2_000;

const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('chatspace-session');

export function tellTabs(news: News): void {
  others?.postMessage(news);
}

let count = 0;
let waiting: (() => void)[] = [];

export function onTabNews(listen: (news: News) => void): void {
  if (others === null) return;
  others.onmessage = ({ data }: MessageEvent<News>) => {
    listen(data);
    count += 1;
    for (const wake of waiting) wake();
    waiting = [];
  };
}

/** Until another tab has said something since `before`; not for ever, for it may have been closed. */
function somethingNew(before: number): Promise<void> {
  if (count !== before) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, NEWS_MS);
    waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The turn is this tab's: there is no news of it to wait for. */
let mine = false;

const linger = () => new Promise((resolve) => setTimeout(resolve, LINGER_MS));

/**
 * One tab after the other: takes what was heard of another tab's work, and does the work only without it. Locks and news
 * come by different ways, so a tab that had to wait for its turn also waits for the word of the one before.
 */
export async function inTurns<T>(heard: () => T | null, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return work();
  const [before, own] = [count, mine];
  return await new Promise<T>((resolve, reject) => {
    const turn = async () => {
      const known = heard();
      if (known !== null) return resolve(known);
      mine = true;
      // Nobody who waits for the result waits for the rest of the turn.
      await work().then(resolve, reject);
      await linger();
      mine = false;
    };
    const turnAfterAnother = async () => {
      if (heard() === null && !own) await somethingNew(before);
      return turn();
    };
    let isTaken = false;
    const tried = locks.request(LOCK, { ifAvailable: true }, (lock) => {
      isTaken = lock === null;
      return isTaken ? undefined : turn();
    });
    tried.then(() => (isTaken ? locks.request(LOCK, turnAfterAnother) : undefined)).catch(reject);
  });
}
