/** Keeps what is not sent on this device, one entry a message, for one person. */
import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval';
import type { PendingMessage } from './state';

export interface OutboxStorage {
  keep(pending: PendingMessage): Promise<void>;
  forget(nonce: string): Promise<void>;
  all(): Promise<PendingMessage[]>;
}

/** Drops what is kept of one person. */
export async function forgetOutbox(userId: string): Promise<void> {
  const storage = outboxStorage(userId);
  for (const { nonce } of await storage.all()) await storage.forget(nonce);
}

/** A browser that allows no storage loses only what is not sent when the page is closed. */
export function outboxStorage(userId: string): OutboxStorage {
  const prefix = `${userId}:`;
  let database: UseStore | null = null;
  const opened = (): UseStore => {
    database ??= createStore('chatspace-outbox', 'messages');
    return database;
  };
  const quietly = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch {
      return otherwise;
    }
  };
  return {
    keep: (pending) => quietly(() => set(prefix + pending.nonce, pending, opened()), undefined),
    forget: (nonce) => quietly(() => del(prefix + nonce, opened()), undefined),
    all: () =>
      quietly(async () => {
        const own = (await keys<string>(opened())).filter((key) => key.startsWith(prefix));
        const kept = await Promise.all(own.map((key) => get<PendingMessage>(key, opened())));
        return kept.filter((pending) => pending !== undefined);
      }, []),
  };
}
