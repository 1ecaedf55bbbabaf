/** Whoever wants to know of events once they are in the store: in order, a batch at a time. */
import { type Client, perClient } from '@/client/client';
import type { Dispatch } from './types';

type Listener = (events: readonly Dispatch[]) => void;

const listeners = perClient(() => new Set<Listener>());

export function afterEvents(client: Client, listener: Listener): () => void {
  listeners(client).add(listener);
  return () => listeners(client).delete(listener);
}

export function tellOfEvents(client: Client, events: readonly Dispatch[]): void {
  for (const listener of listeners(client)) {
    try {
      listener(events);
    } catch (thrown) {
      // What one of them cannot read is no reason for the others not to hear of it.
      reportError(thrown);
    }
  }
}
