/**
 * One server as this window knows it: its live state, and whatever belongs to the connection with it. The window has one
 * client today; nothing here keeps it from having several.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptyState, type State } from '@/store/state';

export interface Server {
  /** Its address, without a path. */
  url: string;
}

export interface Client {
  readonly server: Server;
  /** The live entities, as the gateway tells of them. */
  readonly store: StoreApi<State>;
}

export function createClient(server: Server): Client {
  return { server, store: createStore<State>(emptyState) };
}

/**
 * A part of each client, made when it is first asked for. Modules declare theirs with this, so that code that is loaded
 * later brings its own state, and two clients never share any.
 */
export function perClient<Part>(make: (client: Client) => Part): (client: Client) => Part {
  const parts = new WeakMap<Client, { part: Part }>();
  return (client) => {
    const known = parts.get(client) ?? { part: make(client) };
    parts.set(client, known);
    return known.part;
  };
}
