/** The recently visited channels and DMs, newest first, on this device. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import { storageKey } from '@/client/storage';
import type { Id } from '@/store/state';

const keyOf = (client: Client) => storageKey(client, 'recent');
const MOST = 20;

function stored(client: Client): readonly Id[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(client)) ?? '[]');
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

function createRecentStore(client: Client) {
  const store = createStore<{ ids: readonly Id[] }>(() => ({ ids: stored(client) }));
  store.subscribe(({ ids }) => {
    try {
      localStorage.setItem(keyOf(client), JSON.stringify(ids));
    } catch {
      // Without storage they last as long as the page.
    }
  });
  return store;
}

export const recentPlaces = perClient(createRecentStore);

export function visit(client: Client, channelId: Id): void {
  const { ids } = recentPlaces(client).getState();
  if (ids[0] === channelId) return;
  recentPlaces(client).setState({ ids: [channelId, ...ids.filter((id) => id !== channelId)].slice(0, MOST) });
}

/** The account has left this device. */
export const forgetRecentPlaces = (client: Client): void => recentPlaces(client).setState({ ids: [] });
