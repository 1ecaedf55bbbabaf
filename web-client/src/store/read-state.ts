/**
 * How far each channel was read, on this device. A channel seen for the first time counts as read, so that a new
 * member does not begin with everything unread.
 */
import { createStore } from 'zustand/vanilla';
import { isNewerId } from '@/lib/ids';

const KEY = 'chatspace.read';

export type ReadState = Readonly<Record<string, string>>;

function kept(): ReadState {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as ReadState) : {};
  } catch {
    return {};
  }
}

export const readStore = createStore<ReadState>(kept);

readStore.subscribe((state) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // No storage in this browser: read marks live as long as the page.
  }
});

/** Everything up to this message is read; never moves back. */
export function markRead(channelId: string, messageId: string): void {
  const read = readStore.getState()[channelId];
  if (read !== undefined && !isNewerId(messageId, read)) return;
  readStore.setState({ [channelId]: messageId });
}

/** Everything from this message on is unread. */
export function markUnreadFrom(channelId: string, messageId: string): void {
  readStore.setState({ [channelId]: String(BigInt(messageId) - 1n) });
}

/** Channels met for the first time begin as read. */
export function meetChannels(channels: readonly { id: string; last_message_id?: string | null }[]): void {
  const known = readStore.getState();
  const fresh = channels.filter((channel) => !(channel.id in known));
  if (fresh.length === 0) return;
  readStore.setState(
    Object.fromEntries(fresh.map((channel) => [channel.id, channel.last_message_id ?? channel.id])),
  );
}
