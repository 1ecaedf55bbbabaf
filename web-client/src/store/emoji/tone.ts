/** The skin tone that the account has chosen on this device. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import { storageKey } from '@/client/storage';

const key = (client: Client) => storageKey(client, 'skin-tone');

function stored(client: Client): number {
  try {
    const found = Number(localStorage.getItem(key(client)));
    return Number.isInteger(found) && found >= 0 && found <= 5 ? found : 0;
  } catch {
    return 0;
  }
}

const tone = perClient((client) => createStore<{ tone: number }>(() => ({ tone: stored(client) })));

/** From 0, none of its own, to 5, the darkest. */
export const useSkinTone = (): number => useStore(tone(useClient()), (state) => state.tone);

export function setSkinTone(client: Client, chosen: number): void {
  tone(client).setState({ tone: chosen });
  try {
    localStorage.setItem(key(client), String(chosen));
  } catch {} // Without storage it lasts as long as the page.
}
