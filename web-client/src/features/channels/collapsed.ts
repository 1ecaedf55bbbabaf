/** Collapsed categories, on this device. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import { storageKey } from '@/client/storage';

const keyOf = (client: Client) => storageKey(client, 'collapsed');

function stored(client: Client): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(client)) ?? '[]');
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export const collapsed = perClient((client) =>
  createStore<{ ids: readonly string[] }>(() => ({ ids: stored(client) })),
);

export function toggleCollapsed(client: Client, id: string): void {
  const { ids } = collapsed(client).getState();
  const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
  collapsed(client).setState({ ids: next });
  try {
    localStorage.setItem(keyOf(client), JSON.stringify(next));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
