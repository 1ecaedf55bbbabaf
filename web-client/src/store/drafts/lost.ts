/**
 * Drafts and unsent messages of channels that are gone: deleted, or no longer visible. They stay on this device until
 * the author has copied, moved or discarded them.
 */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id, PendingMessage, State } from '@/store/state';
import { type DraftPlace, emptyDraft, saveDraft, storedDrafts } from './drafts';

export interface LostDraft {
  channelId: Id;
  /** Null for messages that were pending when the page was opened. */
  place: DraftPlace | null;
  content: string;
  /** The refused messages among it. */
  nonces: readonly string[];
}

export const lostDrafts = perClient(() =>
  createStore<{ found: readonly LostDraft[] }>(() => ({ found: [] })),
);

const isGone = (state: State, channelId: Id): boolean =>
  !(channelId in state.channels) && !(channelId in state.dms);

/** Only once everything has arrived: what is missing then does not exist for this user. */
export function lookForLostDrafts(client: Client): void {
  const state = client.store.getState();
  if (state.me === null || state.lastKnown !== null || state.awaitedGuilds.length > 0) return;
  const drafts = storedDrafts(client);
  const refused = Object.keys(state.outbox).filter((channelId) => failedIn(state, channelId).length > 0);
  const found = [...new Set([...refused, ...drafts.keys()])]
    .filter((channelId) => isGone(state, channelId))
    .map((channelId): LostDraft => {
      const [failed, draft] = [failedIn(state, channelId), drafts.get(channelId)];
      const texts = [...failed.map(({ content }) => content), draft?.content ?? ''];
      const content = texts.filter((text) => text.trim() !== '').join('\n');
      return { channelId, place: draft?.place ?? null, content, nonces: failed.map(({ nonce }) => nonce) };
    })
    .filter(({ content }) => content !== '');
  if (found.length > 0 || lostDrafts(client).getState().found.length > 0)
    lostDrafts(client).setState({ found });
}

const failedIn = (state: State, channelId: Id): readonly PendingMessage[] =>
  (state.outbox[channelId] ?? []).filter((pending) => pending.state === 'failed');

/** Its text was moved or discarded. Dropping the refused messages is up to the outbox. */
export function dropLostDraft(client: Client, { channelId }: LostDraft): void {
  saveDraft(client, channelId, emptyDraft);
  const { found } = lostDrafts(client).getState();
  lostDrafts(client).setState({ found: found.filter((one) => one.channelId !== channelId) });
}

export function restoreLostDraft(client: Client, { channelId, content, place }: LostDraft): void {
  saveDraft(client, channelId, { content, replyTo: null }, place);
  const { found } = lostDrafts(client).getState();
  lostDrafts(client).setState({ found: [{ channelId, content, place, nonces: [] }, ...found] });
}

export const forgetLostDrafts = (client: Client): void => lostDrafts(client).setState({ found: [] });
