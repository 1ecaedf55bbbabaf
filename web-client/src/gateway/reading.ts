/**
 * Acknowledges messages to the server. The screen shows it at once; acks are gathered for a moment, so that reading a
 * busy channel sends one instead of a hundred. Acks that could not be sent follow when the connection is back.
 *
 * Invariant: until an ack is sent, what the server says of the channel does not undo what was read here.
 */
import { acknowledgeGuild, acknowledgeMessage } from '@/api';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { newNonce } from '@/store/outbox/nonce';
import { releaseUnread } from '@/store/read-states/held-unread';
import { readUpTo, withRead, withUnreadFrom } from '@/store/read-states/reading';
import { hasNews, textChannelsOf } from '@/store/read-states/selectors';
import type { State } from '@/store/state';
import { isOnline, request, sendFrame } from './connection';
import { RequestLost } from './requests';
import { Op } from './types';

const GATHER_MS = 750;

/** By channel: up to where, not sent yet. */
const progress = perClient(() => ({
  unsent: new Map<string, string>(),
  timer: undefined as ReturnType<typeof setTimeout> | undefined,
}));

/** Everything up to this message is read. */
export function markRead(client: Client, channelId: string, messageId: string): void {
  const before = client.store.getState();
  if (before.lastKnown !== null) return;
  client.store.setState((state) => withRead(state, channelId, messageId), true);
  if (client.store.getState().reading === before.reading) return;
  progress(client).unsent.set(channelId, messageId);
  progress(client).timer ??= setTimeout(() => sendReads(client), GATHER_MS);
}

/** Everything in the channel is read. */
export function markChannelRead(client: Client, channelId: string): void {
  releaseUnread(client, channelId);
  const { channels, dms } = client.store.getState();
  const last = (channels[channelId] ?? dms[channelId])?.last_message_id;
  if (typeof last === 'string') markRead(client, channelId, last);
}

/** Marks everything from this message on as unread. Rejects when the server cannot be reached. */
export async function markUnreadFrom(client: Client, channelId: string, messageId: string): Promise<void> {
  progress(client).unsent.delete(channelId);
  const before = client.store.getState().reading.marks[channelId];
  client.store.setState((state) => withUnreadFrom(state, channelId, messageId), true);
  try {
    await sendUnreadFrom(client, channelId, messageId);
  } catch (thrown) {
    if (before !== undefined) restore(client, { [channelId]: before });
    throw thrown;
  }
}

async function sendUnreadFrom(client: Client, channelId: string, messageId: string): Promise<void> {
  try {
    const place = { channel_id: channelId, message_id: messageId, manual: true };
    await request(client, Op.readAck, { nonce: newNonce(), ...place });
  } catch (thrown) {
    if (!(thrown instanceof RequestLost)) throw thrown;
    const path = { channel_id: channelId, message_id: messageId };
    await acknowledgeMessage({ client: httpOf(client), path, body: { manual: true }, throwOnError: true });
  }
}

/** Marks everything in the guild as read. Resolves with a function that undoes it. */
export async function markGuildRead(client: Client, guildId: string): Promise<() => Promise<void>> {
  const before = client.store.getState();
  const unread = textChannelsOf(before, guildId).filter(({ id }) => hasNews(before, id));
  const marks = Object.fromEntries(
    unread.map(({ id }) => [
      id,
      { lastRead: readUpTo(before.reading, id, guildId), mentions: before.reading.marks[id]?.mentions ?? 0 },
    ]),
  );
  client.store.setState(
    (state) =>
      unread.reduce((next, { id, last_message_id }) => withRead(next, id, last_message_id ?? id), state),
    true,
  );
  try {
    await acknowledgeGuild({ client: httpOf(client), path: { guild_id: guildId }, throwOnError: true });
  } catch (thrown) {
    restore(client, marks);
    throw thrown;
  }
  return async () => {
    restore(client, marks);
    await Promise.all(
      Object.entries(marks).map(([id, { lastRead }]) => sendUnreadFrom(client, id, after(lastRead))),
    );
  };
}

type Marks = State['reading']['marks'];

function restore(client: Client, marks: Marks): void {
  client.store.setState(({ reading }) => ({
    reading: { ...reading, marks: { ...reading.marks, ...marks } },
  }));
}

/** The earliest message that could come after this one. */
const after = (messageId: string): string => String(BigInt(messageId) + 1n);

/** Sends pending acks: the connection is up, or the page is about to close. */
export function sendReads(client: Client): void {
  clearTimeout(progress(client).timer);
  progress(client).timer = undefined;
  if (!isOnline(client)) return;
  for (const [channel_id, message_id] of progress(client).unsent)
    sendFrame(client, Op.readAck, { channel_id, message_id });
  progress(client).unsent.clear();
}

/** Reapplies unsent acks over what the server has just said of their channels. */
export function reapplyUnsent(client: Client): void {
  if (progress(client).unsent.size === 0) return;
  client.store.setState(
    (state) =>
      [...progress(client).unsent].reduce(
        (next, [channelId, messageId]) => withRead(next, channelId, messageId),
        state,
      ),
    true,
  );
}

export function forgetUnsent(client: Client): void {
  clearTimeout(progress(client).timer);
  progress(client).timer = undefined;
  progress(client).unsent.clear();
}
