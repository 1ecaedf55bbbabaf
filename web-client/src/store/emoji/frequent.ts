/**
 * Which emoji the account uses most on this device, wherever it uses them. A use counts half after a
 * fortnight, so that a former favourite gives way.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import { storageKey } from '@/client/storage';

const USUAL = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🔥', '👀'];
const HALF_MS = 14 * 24 * 60 * 60_000;
const STORED = 60;

/** What the uses of an emoji count, as of a time. */
export interface Use {
  emoji: string;
  count: number;
  at: number;
}

const countAt = ({ count, at }: Use, now: number): number => count * 2 ** (-Math.max(0, now - at) / HALF_MS);

/** The uses with one more, those that count most first. */
export function withUse(uses: readonly Use[], emoji: string, now: number): readonly Use[] {
  const known = uses.find((use) => use.emoji === emoji);
  const next = { emoji, count: 1 + (known === undefined ? 0 : countAt(known, now)), at: now };
  return [next, ...uses.filter((use) => use !== known)]
    .sort((a, b) => countAt(b, now) - countAt(a, now))
    .slice(0, STORED);
}

const key = (client: Client) => storageKey(client, 'emoji');

const isUse = (value: unknown): value is Use => {
  const { emoji, count, at } = (value ?? {}) as Partial<Record<keyof Use, unknown>>;
  return typeof emoji === 'string' && Number.isFinite(count) && Number.isFinite(at);
};

function stored(client: Client): readonly Use[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key(client)) ?? '[]');
    return Array.isArray(found) ? found.filter(isUse).slice(0, STORED) : [];
  } catch {
    return [];
  }
}

const frequent = perClient((client) => {
  const store = createStore<{ uses: readonly Use[] }>(() => ({ uses: stored(client) }));
  store.subscribe(({ uses }) => {
    try {
      localStorage.setItem(key(client), JSON.stringify(uses));
    } catch {} // Without storage they are known as long as the page lives.
  });
  client.store.subscribe((state, before) => {
    if (before.me !== null && state.me === null) store.setState({ uses: [] });
  });
  return store;
});

export const noteEmojiUse = (client: Client, emoji: string): void =>
  frequent(client).setState(({ uses }) => ({ uses: withUse(uses, emoji, client.clock.now()) }));

/** Those used most, the first of them first; the usual ones fill up. */
export function useFrequentEmoji(count: number): readonly string[] {
  const uses = useStore(frequent(useClient()), (state) => state.uses);
  return [...new Set([...uses.map(({ emoji }) => emoji), ...USUAL])].slice(0, count);
}
