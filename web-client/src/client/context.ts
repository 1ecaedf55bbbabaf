/** Gives the client of a server to the components below. */
import { createContext, useContext } from 'react';
import type { Client } from './client';

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('A component that needs a client stands outside of one');
  return client;
}
