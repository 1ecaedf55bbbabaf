/**
 * What the log and the composer of a channel share: the message being answered, the one being edited, the text that
 * comes back to the field, and the message to jump to.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Message } from '@/api/gen';
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

const conversations = createStore<Record<Id, Conversation>>(() => ({}));

function change(channelId: Id, part: Partial<Conversation>): void {
  conversations.setState((all) => ({ ...all, [channelId]: { ...nothing, ...all[channelId], ...part } }));
}

/** Signed out: what was being answered or changed was for the former person. */
export function forgetComposerStates(): void {
  conversations.setState({}, true);
}

export const composerStateOf = (channelId: Id): Conversation =>
  conversations.getState()[channelId] ?? nothing;

export const useComposerState = <T>(channelId: Id, select: (conversation: Conversation) => T): T =>
  useStore(conversations, (all) => select(all[channelId] ?? nothing));

export const replyTo = (channelId: Id, message: Message | null): void =>
  change(channelId, { replyTo: message });
export const startEditing = (channelId: Id, messageId: Id): void => change(channelId, { editing: messageId });
export const stopEditing = (channelId: Id): void => change(channelId, { editing: null });
export const jumpTo = (channelId: Id, messageId: Id): void =>
  change(channelId, { jump: { messageId, at: Date.now() } });
/** The list has taken it upon itself. */
export const jumpTaken = (channelId: Id): void => change(channelId, { jump: null });
export const returnText = (channelId: Id, content: string): void =>
  change(channelId, { returned: { content, at: Date.now() } });
export const showPresent = (channelId: Id): void =>
  change(channelId, { toPresent: composerStateOf(channelId).toPresent + 1 });
