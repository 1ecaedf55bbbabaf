/**
 * What the log and the composer of a channel share: the message being replied to, the one being edited, text returned
 * to the field, and the message to jump to.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Message } from '@/api/gen';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import type { Id } from '@/store/state';

interface ComposerState {
  replyTo: Message | null;
  editing: Id | null;
  /** Text put back into the field, distinguished by `at` if it is the same twice. */
  returned: { content: string; at: number } | null;
  jump: { messageId: Id; at: number } | null;
  /** Counts requests to show the newest messages. */
  toPresent: number;
}

const nothing: ComposerState = { replyTo: null, editing: null, returned: null, jump: null, toPresent: 0 };

const composers = perClient(() => createStore<Record<Id, ComposerState>>(() => ({})));

function change(client: Client, channelId: Id, part: Partial<ComposerState>): void {
  composers(client).setState((all) => ({
    ...all,
    [channelId]: { ...nothing, ...all[channelId], ...part },
  }));
}

/** Signed out: replies and edits of the former account are dropped. */
export function forgetComposerStates(client: Client): void {
  composers(client).setState({}, true);
}

export const composerStateOf = (client: Client, channelId: Id): ComposerState =>
  composers(client).getState()[channelId] ?? nothing;

export const useComposerState = <T>(channelId: Id, select: (composer: ComposerState) => T): T => {
  const client = useClient();
  return useStore(composers(client), (all) => select(all[channelId] ?? nothing));
};

export const replyTo = (client: Client, channelId: Id, message: Message | null): void =>
  change(client, channelId, { replyTo: message });
export const startEditing = (client: Client, channelId: Id, messageId: Id): void =>
  change(client, channelId, { editing: messageId });
export const stopEditing = (client: Client, channelId: Id): void =>
  change(client, channelId, { editing: null });
export const jumpTo = (client: Client, channelId: Id, messageId: Id): void =>
  change(client, channelId, { jump: { messageId, at: Date.now() } });
/** The list has taken over the request. */
export const jumpTaken = (client: Client, channelId: Id): void => change(client, channelId, { jump: null });
export const returnText = (client: Client, channelId: Id, content: string): void =>
  change(client, channelId, { returned: { content, at: Date.now() } });
export const showPresent = (client: Client, channelId: Id): void =>
  change(client, channelId, { toPresent: composerStateOf(client, channelId).toPresent + 1 });
