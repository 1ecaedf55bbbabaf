/**
 * What was written and not sent, by channel, kept on this device: it survives Esc, changing the channel and a reload.
 */
import { store } from '.';

/** One person's drafts are not another's, also in the same browser. */
const prefixOf = (userId: string): string => `chatspace.draft.${userId}.`;
const keyOf = (channelId: string): string => prefixOf(store.getState().me?.id ?? '') + channelId;

export interface Draft {
  content: string;
  /** The id of the message it answers. */
  replyTo: string | null;
}

export const emptyDraft: Draft = { content: '', replyTo: null };

export function readDraft(channelId: string): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(channelId)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return emptyDraft;
    const { content, replyTo } = kept as Record<string, unknown>;
    return {
      content: typeof content === 'string' ? content : '',
      replyTo: typeof replyTo === 'string' ? replyTo : null,
    };
  } catch {
    return emptyDraft;
  }
}

/** Keeps it at once; an empty one is removed. */
export function keepDraft(channelId: string, draft: Draft): void {
  try {
    if (draft.content === '' && draft.replyTo === null) localStorage.removeItem(keyOf(channelId));
    else localStorage.setItem(keyOf(channelId), JSON.stringify(draft));
  } catch {
    // No storage in this browser: the draft lives as long as the page.
  }
}

/** Drops what is kept of one person. */
export function forgetDrafts(userId: string): void {
  try {
    const own = Object.keys(localStorage).filter((key) => key.startsWith(prefixOf(userId)));
    for (const key of own) localStorage.removeItem(key);
  } catch {
    // No storage in this browser, so there is nothing to drop.
  }
}
