/** Which emoji the account uses most on this device. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import { storageKey } from '@/client/storage';

const USUAL = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🔥', '👀'];
/** Older uses no longer count. */
const COUNTED = 60;
const usesKey = (client: Client) => storageKey(client, 'emoji');

function storedUses(client: Client): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(usesKey(client)) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string').slice(0, COUNTED) : [];
  } catch {
    return [];
  }
}

/** The emoji that the account has used on this device, the newest use first. */
const uses = perClient((client) => {
  const store = createStore<{ emoji: readonly string[] }>(() => ({ emoji: storedUses(client) }));
  store.subscribe(({ emoji }) => {
    try {
      localStorage.setItem(usesKey(client), JSON.stringify(emoji));
    } catch {} // Without storage they are known as long as the page lives.
  });
  client.store.subscribe((state, before) => {
    if (before.me !== null && state.me === null) store.setState({ emoji: [] });
  });
  return store;
});

export const noteEmojiUse = (client: Client, used: string): void =>
  uses(client).setState(({ emoji }) => ({ emoji: [used, ...emoji].slice(0, COUNTED) }));

/** The emoji used most, the first of them first; the usual ones fill up. */
export function useFrequentEmoji(count: number): readonly string[] {
  const used = useStore(uses(useClient()), ({ emoji }) => emoji);
  const timesOf = (emoji: string) => used.filter((one) => one === emoji).length;
  const ranked = [...new Set(used)].sort((a, b) => timesOf(b) - timesOf(a));
  return [...new Set([...ranked, ...USUAL])].slice(0, count);
}
