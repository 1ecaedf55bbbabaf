/** Whoever wants to know of events once they are in the store: in order, a batch at a time. */
import type { Dispatch } from './types';

type Listener = (events: readonly Dispatch[]) => void;

const listeners = new Set<Listener>();

export function afterEvents(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellOfEvents(events: readonly Dispatch[]): void {
  for (const listener of listeners) {
    try {
      listener(events);
    } catch (thrown) {
      // What one of them cannot read is no reason for the others not to hear of it.
      reportError(thrown);
    }
  }
}
