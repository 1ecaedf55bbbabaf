/**
 * One server as this window knows it: its live state, and everything that belongs to the connection. The window has one
 * client today; nothing here prevents several.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EventHandlers } from '@/store/events';
import { emptyState, type State } from '@/store/state';
import { createServerClock, type ServerClock } from './clock';

export interface Server {
  /** Its address, without a path. */
  url: string;
}

export interface Client {
  readonly server: Server;
  /** The live entities, as received from the gateway. */
  readonly store: StoreApi<State>;
  readonly clock: ServerClock;
  /** The handlers of gateway events: they load with what else is live. */
  readonly loadEventHandlers: () => Promise<EventHandlers>;
}

export function createClient(server: Server, loadEventHandlers: Client['loadEventHandlers']): Client {
  return { server, store: createStore<State>(emptyState), clock: createServerClock(), loadEventHandlers };
}

/**
 * A part of each client, created on first use. Modules declare their state with this, so that code that loads later
 * brings its own and two clients never share any.
 */
export function perClient<Part>(make: (client: Client) => Part): (client: Client) => Part {
  const parts = new WeakMap<Client, { part: Part }>();
  return (client) => {
    const known = parts.get(client) ?? { part: make(client) };
    parts.set(client, known);
    return known.part;
  };
}
