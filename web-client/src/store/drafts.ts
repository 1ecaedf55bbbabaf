/**
 * What was written and not sent, by channel, kept on this device: it survives Esc, changing the channel and a reload.
 *
 * Each tab has its own text of a channel, and none takes that of another away. A tab that has none begins with the one
 * that was written last.
 */
import { useStore } from 'zustand';
import { store } from '.';
import { draftMarks, forgetDraftMarks, markDraft } from './draft-marks';

/** One person's drafts are not another's, also in the same browser. */
const prefixOf = (userId: string): string => `chatspace.draft.${userId}.`;
const keyOf = (channelId: string): string => prefixOf(store.getState().me?.id ?? '') + channelId;

export interface Draft {
  content: string;
  /** The id of the message it answers. */
  replyTo: string | null;
}

export const emptyDraft: Draft = { content: '', replyTo: null };

/** This tab's, unless it has written nothing here yet. */
export function readDraft(channelId: string): Draft {
  const key = keyOf(channelId);
  return stored(() => sessionStorage, key) ?? stored(() => localStorage, key) ?? emptyDraft;
}

function stored(storage: () => Storage, key: string): Draft | null {
  try {
    return draftOf(storage().getItem(key));
  } catch {
    return null;
  }
}

/** What another version, or a fault, has left there may be anything. */
function draftOf(kept: string | null): Draft | null {
  const found: unknown = JSON.parse(kept ?? 'null');
  if (typeof found !== 'object' || found === null) return null;
  const { content, replyTo } = found as Record<string, unknown>;
  return {
    content: typeof content === 'string' ? content : '',
    replyTo: typeof replyTo === 'string' ? replyTo : null,
  };
}

const isEmpty = ({ content, replyTo }: Draft): boolean => content === '' && replyTo === null;
const isSame = (a: Draft, b: Draft): boolean => a.content === b.content && a.replyTo === b.replyTo;

/** Keeps it at once. An empty one takes away what this tab has written, not what another one has. */
export function keepDraft(channelId: string, draft: Draft): void {
  const key = keyOf(channelId);
  const before = readDraft(channelId);
  markDraft(channelId, draft.content.trim() !== '');
  if (isSame(before, draft)) return;
  const last = stored(() => localStorage, key);
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
    if (!isEmpty(draft)) localStorage.setItem(key, JSON.stringify(draft));
    else if (last === null || isSame(last, before)) localStorage.removeItem(key);
  } catch {
    // No storage in this browser: the draft lives as long as the page.
  }
}

/** Tells of a draft that another tab has sent or emptied, until the answer is called. */
export function onDraftGone(channelId: string, listener: (gone: Draft) => void): () => void {
  const hear = ({ key, newValue, oldValue, storageArea }: StorageEvent) => {
    if (storageArea !== localStorage || key !== keyOf(channelId) || newValue !== null) return;
    try {
      const gone = draftOf(oldValue);
      if (gone !== null) listener(gone);
    } catch {
      // It was none.
    }
  };
  globalThis.addEventListener('storage', hear);
  return () => globalThis.removeEventListener('storage', hear);
}

/** Whether something was written here and not sent. */
export const useHasDraft = (channelId: string): boolean =>
  useStore(draftMarks, (known) => known[channelId] ?? readDraft(channelId).content.trim() !== '');

/** Drops what is kept of one person. */
export function forgetDrafts(userId: string): void {
  forgetDraftMarks();
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      const own = Object.keys(storage()).filter((key) => key.startsWith(prefixOf(userId)));
      for (const key of own) storage().removeItem(key);
    } catch {
      // No storage in this browser, so there is nothing to drop.
    }
  }
}
