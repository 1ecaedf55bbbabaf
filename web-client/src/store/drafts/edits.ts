/** What was changed of a message and not saved, in this tab: it survives leaving the editor and a reload. */
import type { Client } from '@/client/client';
import type { Id } from '@/store/state';

const keyOf = (client: Client, messageId: Id): string =>
  `chatspace.edit.${client.store.getState().me?.id ?? ''}.${messageId}`;

export function readEdit(client: Client, messageId: Id): string | null {
  try {
    return sessionStorage.getItem(keyOf(client, messageId));
  } catch {
    return null;
  }
}

/** Null when there is nothing to keep. */
export function keepEdit(client: Client, messageId: Id, content: string | null): void {
  try {
    if (content === null) sessionStorage.removeItem(keyOf(client, messageId));
    else sessionStorage.setItem(keyOf(client, messageId), content);
  } catch {
    // No storage in this browser: the change lives as long as its editor.
  }
}

/** Drops what is kept of one person. */
export function forgetEdits(userId: Id): void {
  try {
    const own = Object.keys(sessionStorage).filter((key) => key.startsWith(`chatspace.edit.${userId}.`));
    for (const key of own) sessionStorage.removeItem(key);
  } catch {
    // No storage in this browser, so there is nothing to drop.
  }
}
