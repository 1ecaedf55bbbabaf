/** Storage of a client in the browser, separate from other servers, whose ids may be the same. */
import type { Client } from './client';

/** The name of a key, a database or a lock of this client; all clients of one origin share them. */
export const storageKey = ({ server }: Client, name: string): string => `chatspace ${server.url} ${name}`;

/** Records, without opening the database, that it contains a last known state. */
export const lastKnownMark = (client: Client): string => storageKey(client, 'last-known');
