/** The channels and conversations one was in last, the newest first, on this device. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

const KEY = 'chatspace.recent';
const MOST = 20;

function kept(): readonly Id[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

function keptStore() {
  const store = createStore<{ ids: readonly Id[] }>(() => ({ ids: kept() }));
  store.subscribe(({ ids }) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(ids));
    } catch {
      // Without storage they are known as long as the page lives.
    }
  });
  return store;
}

export const recentPlaces = perClient(() => keptStore());

export function visit(client: Client, channelId: Id): void {
  const { ids } = recentPlaces(client).getState();
  if (ids[0] === channelId) return;
  recentPlaces(client).setState({ ids: [channelId, ...ids.filter((id) => id !== channelId)].slice(0, MOST) });
}

/** The person has left this device. */
export const forgetRecentPlaces = (client: Client): void => recentPlaces(client).setState({ ids: [] });
