/** Listeners for events that are in the store: in order, a batch at a time. */
import { type Client, perClient } from '@/client/client';
import type { Dispatch } from './types';

type Listener = (events: readonly Dispatch[]) => void;

const listeners = perClient(() => new Set<Listener>());

export function afterEvents(client: Client, listener: Listener): () => void {
  listeners(client).add(listener);
  return () => listeners(client).delete(listener);
}

export function publishEvents(client: Client, events: readonly Dispatch[]): void {
  for (const listener of listeners(client)) {
    try {
      listener(events);
    } catch (thrown) {
      // A listener that fails must not keep the events from the others.
      reportError(thrown);
    }
  }
}
