/**
 * What the log and the composer of a channel share: the message being answered, the one being edited, the text that
 * comes back to the field, and the message to jump to.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Message } from '@/api/gen';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import type { Id } from '@/store/state';

interface Conversation {
  replyTo: Message | null;
  editing: Id | null;
  /** Text put back into the field, told apart by `at` when it is the same twice. */
  returned: { content: string; at: number } | null;
  jump: { messageId: Id; at: number } | null;
  /** Counts requests to show the newest messages. */
  toPresent: number;
}

const nothing: Conversation = { replyTo: null, editing: null, returned: null, jump: null, toPresent: 0 };

const conversations = perClient(() => createStore<Record<Id, Conversation>>(() => ({})));

function change(client: Client, channelId: Id, part: Partial<Conversation>): void {
  conversations(client).setState((all) => ({
    ...all,
    [channelId]: { ...nothing, ...all[channelId], ...part },
  }));
}

/** Signed out: what was being answered or changed was for the former person. */
export function forgetComposerStates(client: Client): void {
  conversations(client).setState({}, true);
}

export const composerStateOf = (client: Client, channelId: Id): Conversation =>
  conversations(client).getState()[channelId] ?? nothing;

export const useComposerState = <T>(channelId: Id, select: (conversation: Conversation) => T): T => {
  const client = useClient();
  return useStore(conversations(client), (all) => select(all[channelId] ?? nothing));
};

export const replyTo = (client: Client, channelId: Id, message: Message | null): void =>
  change(client, channelId, { replyTo: message });
export const startEditing = (client: Client, channelId: Id, messageId: Id): void =>
  change(client, channelId, { editing: messageId });
export const stopEditing = (client: Client, channelId: Id): void =>
  change(client, channelId, { editing: null });
export const jumpTo = (client: Client, channelId: Id, messageId: Id): void =>
  change(client, channelId, { jump: { messageId, at: Date.now() } });
/** The list has taken it upon itself. */
export const jumpTaken = (client: Client, channelId: Id): void => change(client, channelId, { jump: null });
export const returnText = (client: Client, channelId: Id, content: string): void =>
  change(client, channelId, { returned: { content, at: Date.now() } });
export const showPresent = (client: Client, channelId: Id): void =>
  change(client, channelId, { toPresent: composerStateOf(client, channelId).toPresent + 1 });
