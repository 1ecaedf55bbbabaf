/** Stores unsent messages on this device, one entry each, per account. */
import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval';
import type { Client } from '@/client/client';
import { storageKey } from '@/client/storage';
import { readMessage } from '@/store/messages/normalise';
import { id, object } from '@/store/normalise';
import type { PendingMessage } from '@/store/state';

export interface OutboxStorage {
  keep(pending: PendingMessage): Promise<void>;
  forget(nonce: string): Promise<void>;
  all(): Promise<PendingMessage[]>;
}

/** Removes the unsent messages of one account. */
export async function forgetOutbox(client: Client, userId: string): Promise<void> {
  const storage = outboxStorage(client, userId);
  for (const { nonce } of await storage.all()) await storage.forget(nonce);
}

const MAX_NONCE = 25;

/** Stored data of another version, or damaged data, can be anything. */
export function readPending(value: unknown): PendingMessage | null {
  const raw = object(value);
  const channelId = id(raw?.channelId);
  if (raw === null || channelId === null) return null;
  const { nonce, content, createdAt } = raw;
  if (typeof nonce !== 'string' || nonce === '' || nonce.length > MAX_NONCE || typeof content !== 'string')
    return null;
  const failure = object(raw.failure);
  const { status, code, field } = failure ?? {};
  const { losses } = raw;
  return {
    nonce,
    channelId,
    content,
    replyTo: readMessage(raw.replyTo),
    createdAt: typeof createdAt === 'number' && Math.abs(createdAt) < 8.64e15 ? createdAt : 0,
    state: raw.state === 'failed' ? 'failed' : 'queued',
    retryAt: null,
    failure:
      typeof status === 'number' && typeof code === 'number'
        ? { status, code, field: typeof field === 'string' ? field : null }
        : null,
    losses: Number.isSafeInteger(losses) ? Math.max(0, losses as number) : 0,
  };
}

/** Without storage only unsent messages are lost when the page is closed. */
export function outboxStorage(client: Client, userId: string): OutboxStorage {
  const prefix = `${userId}:`;
  let database: UseStore | null = null;
  const opened = (): UseStore => {
    database ??= createStore(storageKey(client, 'outbox'), 'messages');
    return database;
  };
  const quietly = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch {
      return otherwise;
    }
  };
  /** An unreadable one is removed, or it would block the others forever. */
  const read = async (key: string): Promise<PendingMessage[]> => {
    const pending = readPending(await get<unknown>(key, opened()));
    if (pending !== null && prefix + pending.nonce === key) return [pending];
    await del(key, opened());
    return [];
  };
  return {
    keep: (pending) => quietly(() => set(prefix + pending.nonce, pending, opened()), undefined),
    forget: (nonce) => quietly(() => del(prefix + nonce, opened()), undefined),
    all: () =>
      quietly(async () => {
        const stored = await keys(opened());
        const own = stored.filter((key) => typeof key === 'string').filter((key) => key.startsWith(prefix));
        return (await Promise.all(own.map((key) => quietly(() => read(key), [])))).flat();
      }, []),
  };
}
