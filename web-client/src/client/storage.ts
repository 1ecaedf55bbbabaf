/** What a client keeps in the browser: apart from that of other servers, whose ids may be the same. */
import type { Client } from './client';

/** The name of a key, a database or a lock of this client; all clients of one origin share them. */
export const storageKey = ({ server }: Client, name: string): string => `chatspace ${server.url} ${name}`;

/** Marks, without opening the database, that something last known is in it. */
export const lastKnownMark = (client: Client): string => storageKey(client, 'last-known');
