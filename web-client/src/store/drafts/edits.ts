/** Unsaved edits of messages, in this tab: they survive leaving the editor and a reload. */
import type { Client } from '@/client/client';
import { storageKey } from '@/client/storage';
import type { Id } from '@/store/state';

const prefixOf = (client: Client, userId: Id): string => storageKey(client, `edit.${userId}.`);
const keyOf = (client: Client, messageId: Id): string =>
  prefixOf(client, client.store.getState().me?.id ?? '') + messageId;

export function readEdit(client: Client, messageId: Id): string | null {
  try {
    return sessionStorage.getItem(keyOf(client, messageId));
  } catch {
    return null;
  }
}

/** Null when there is nothing to keep. */
export function saveEdit(client: Client, messageId: Id, content: string | null): void {
  try {
    if (content === null) sessionStorage.removeItem(keyOf(client, messageId));
    else sessionStorage.setItem(keyOf(client, messageId), content);
  } catch {
    // No storage in this browser: the change lives as long as its editor.
  }
}

/** Removes the edits of one account. */
export function forgetEdits(client: Client, userId: Id): void {
  try {
    const own = Object.keys(sessionStorage).filter((key) => key.startsWith(prefixOf(client, userId)));
    for (const key of own) sessionStorage.removeItem(key);
  } catch {
    // No storage in this browser, so there is nothing to drop.
  }
}
