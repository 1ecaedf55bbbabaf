/** What was changed of a message and not saved, in this tab: it survives leaving the editor and a reload. */
import { store } from '@/store';
import type { Id } from '@/store/state';

const keyOf = (messageId: Id): string => `chatspace.edit.${store.getState().me?.id ?? ''}.${messageId}`;

export function readEdit(messageId: Id): string | null {
  try {
    return sessionStorage.getItem(keyOf(messageId));
  } catch {
    return null;
  }
}

/** Null when there is nothing to keep. */
export function keepEdit(messageId: Id, content: string | null): void {
  try {
    if (content === null) sessionStorage.removeItem(keyOf(messageId));
    else sessionStorage.setItem(keyOf(messageId), content);
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
