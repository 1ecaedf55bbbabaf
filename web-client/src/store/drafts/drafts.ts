/**
 * Drafts by channel, stored on this device: they survive Esc, changing the channel and a reload.
 *
 * Each tab has its own draft of a channel and never overwrites another tab's. A tab without one starts from the draft
 * that was written last.
 */
import { useStore } from 'zustand';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { storageKey } from '@/client/storage';
import { draftMarks, forgetDraftMarks, markDraft } from './marks';

/** One user's drafts are not another's, nor are those of one server another's, also in the same browser. */
const prefixOf = (client: Client, userId: string): string => storageKey(client, `draft.${userId}.`);
const keyOf = (client: Client, channelId: string): string =>
  prefixOf(client, client.store.getState().me?.id ?? '') + channelId;

export interface Draft {
  content: string;
  /** The id of the message it replies to. */
  replyTo: string | null;
}

export const emptyDraft: Draft = { content: '', replyTo: null };

/** Where a draft was written. It is stored with it, because the channel may be gone when it is read. */
export interface DraftPlace {
  guildId: string;
  /** The name of the channel. */
  channel: string;
}

/** This tab's draft, unless it has written nothing here yet. */
export function readDraft(client: Client, channelId: string): Draft {
  const key = keyOf(client, channelId);
  const { content, replyTo } =
    stored(() => sessionStorage, key) ?? stored(() => localStorage, key) ?? emptyDraft;
  return { content, replyTo };
}

interface Stored extends Draft {
  /** Null in direct messages, which are closed and opened again. */
  place: DraftPlace | null;
}

function stored(storage: () => Storage, key: string): Stored | null {
  try {
    return draftOf(storage().getItem(key));
  } catch {
    return null;
  }
}

/** Stored data of another version, or damaged data, can be anything. */
function draftOf(text: string | null): Stored | null {
  const found: unknown = JSON.parse(text ?? 'null');
  if (typeof found !== 'object' || found === null) return null;
  const { content, replyTo, guildId, channel } = found as Record<string, unknown>;
  return {
    content: typeof content === 'string' ? content : '',
    replyTo: typeof replyTo === 'string' ? replyTo : null,
    place: typeof guildId === 'string' && typeof channel === 'string' ? { guildId, channel } : null,
  };
}

function placeOf(client: Client, channelId: string): DraftPlace | null {
  const channel = client.store.getState().channels[channelId];
  return channel === undefined ? null : { guildId: channel.guild_id, channel: channel.name };
}

/** All drafts of guild channels that this account has here, by channel. */
export function storedDrafts(client: Client): ReadonlyMap<string, Draft & { place: DraftPlace }> {
  const prefix = keyOf(client, '');
  const found = new Map<string, Draft & { place: DraftPlace }>();
  // This tab's own come first.
  for (const storage of [() => sessionStorage, () => localStorage]) {
    for (const key of keysOf(storage)) {
      const channelId = key.startsWith(prefix) ? key.slice(prefix.length) : '';
      const draft = channelId === '' || found.has(channelId) ? null : stored(storage, key);
      if (draft?.place) found.set(channelId, { ...draft, place: draft.place });
    }
  }
  return found;
}

function keysOf(storage: () => Storage): string[] {
  try {
    return Object.keys(storage());
  } catch {
    return [];
  }
}

const isEmpty = ({ content, replyTo }: Draft): boolean => content === '' && replyTo === null;
const isSame = (a: Draft, b: Draft): boolean => a.content === b.content && a.replyTo === b.replyTo;

/** Saves it at once. An empty draft removes only what this tab has written. */
export function saveDraft(
  client: Client,
  channelId: string,
  draft: Draft,
  place = placeOf(client, channelId),
): void {
  const key = keyOf(client, channelId);
  const before = readDraft(client, channelId);
  markDraft(client, channelId, draft.content.trim() !== '');
  if (isSame(before, draft)) return;
  const last = stored(() => localStorage, key);
  const text = JSON.stringify({ ...draft, ...place });
  try {
    sessionStorage.setItem(key, text);
    if (!isEmpty(draft)) localStorage.setItem(key, text);
    else if (last === null || isSame(last, before)) localStorage.removeItem(key);
  } catch {
    // No storage in this browser: the draft lives as long as the page.
  }
}

/** Calls the listener with a draft that another tab has sent or emptied. Returns a function that stops it. */
export function onDraftGone(client: Client, channelId: string, listener: (gone: Draft) => void): () => void {
  const hear = ({ key, newValue, oldValue, storageArea }: StorageEvent) => {
    if (storageArea !== localStorage || key !== keyOf(client, channelId) || newValue !== null) return;
    try {
      const gone = draftOf(oldValue);
      if (gone !== null) listener(gone);
    } catch {
      // It was no draft.
    }
  };
  globalThis.addEventListener('storage', hear);
  return () => globalThis.removeEventListener('storage', hear);
}

/** Whether something was written here and not sent. */
export const useHasDraft = (channelId: string): boolean => {
  const client = useClient();
  return useStore(
    draftMarks(client),
    (known) => known[channelId] ?? readDraft(client, channelId).content.trim() !== '',
  );
};

/** Removes the drafts of one account. */
export function forgetDrafts(client: Client, userId: string): void {
  forgetDraftMarks(client);
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      const own = Object.keys(storage()).filter((key) => key.startsWith(prefixOf(client, userId)));
      for (const key of own) storage().removeItem(key);
    } catch {
      // No storage in this browser, so there is nothing to drop.
    }
  }
}
