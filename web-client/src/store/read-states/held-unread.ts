/**
 * The message from which on the user has marked the open channel as unread. While it is held, viewing the channel
 * acknowledges nothing: it was marked to be found again. Leaving the channel, Esc or sending a message releases it.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import type { Id } from '@/store/state';

interface Held {
  channelId: Id;
  messageId: Id;
}

const held = perClient(() => createStore<{ held: Held | null }>(() => ({ held: null })));

export function holdUnread(client: Client, channelId: Id, messageId: Id): void {
  held(client).setState({ held: { channelId, messageId } });
}

export function releaseUnread(client: Client, channelId: Id): void {
  if (isHeld(client, channelId)) held(client).setState({ held: null });
}

export const isHeld = (client: Client, channelId: Id): boolean =>
  held(client).getState().held?.channelId === channelId;

/** The first unread message as marked by the user; null without a mark. */
export const useHeldUnread = (channelId: Id): Id | null => {
  const client = useClient();
  return useStore(held(client), ({ held: one }) => (one?.channelId === channelId ? one.messageId : null));
};
