/**
 * The message from which on one has marked the open channel as unread. While it is held, seeing the channel reads
 * nothing: it was marked to be found again. Leaving the channel, Esc or a message of one's own let go of it.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Id } from '@/store/state';

interface Held {
  channelId: Id;
  messageId: Id;
}

const store = createStore<{ held: Held | null }>(() => ({ held: null }));

export function holdUnread(channelId: Id, messageId: Id): void {
  store.setState({ held: { channelId, messageId } });
}

export function releaseUnread(channelId: Id): void {
  if (isHeld(channelId)) store.setState({ held: null });
}

export const isHeld = (channelId: Id): boolean => store.getState().held?.channelId === channelId;

/** Where the unread begin by the reader's own word; null when they have not said. */
export const useHeldUnread = (channelId: Id): Id | null =>
  useStore(store, ({ held }) => (held?.channelId === channelId ? held.messageId : null));
