/**
 * Tells the server how far one has read. The screen shows it at once; what is told is gathered for a moment, so that
 * reading a busy channel is one word and not a hundred. What could not be told is told when the connection is back.
 *
 * Invariant: until the server has been told, what it says of the channel does not undo what was read here.
 */
import { acknowledgeGuild, acknowledgeMessage } from '@/api';
import { store } from '@/store';
import { newNonce } from '@/store/outbox/nonce';
import { releaseUnread } from '@/store/read-states/held-unread';
import { readUpTo, withRead, withUnreadFrom } from '@/store/read-states/reading';
import { hasNews, textChannelsOf } from '@/store/read-states/selectors';
import { isOnline, request, tell } from './connection';
import { RequestLost } from './requests';
import { Op } from './types';

const GATHER_MS = 750;

/** By channel: up to where, not told yet. */
const untold = new Map<string, string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Everything up to this message is read. */
export function markRead(channelId: string, messageId: string): void {
  const before = store.getState();
  if (before.lastKnown !== null) return;
  store.setState((state) => withRead(state, channelId, messageId), true);
  if (store.getState().reading === before.reading) return;
  untold.set(channelId, messageId);
  timer ??= setTimeout(tellRead, GATHER_MS);
}

/** Everything in the channel is read. */
export function markChannelRead(channelId: string): void {
  releaseUnread(channelId);
  const { channels, dms } = store.getState();
  const last = (channels[channelId] ?? dms[channelId])?.last_message_id;
  if (typeof last === 'string') markRead(channelId, last);
}

/** Everything from this message on is unread. Rejects when the server cannot be told. */
export async function markUnreadFrom(channelId: string, messageId: string): Promise<void> {
  untold.delete(channelId);
  const before = store.getState().reading.marks[channelId];
  store.setState((state) => withUnreadFrom(state, channelId, messageId), true);
  try {
    await tellUnreadFrom(channelId, messageId);
  } catch (thrown) {
    if (before !== undefined) restore({ [channelId]: before });
    throw thrown;
  }
}

async function tellUnreadFrom(channelId: string, messageId: string): Promise<void> {
  try {
    const place = { channel_id: channelId, message_id: messageId, manual: true };
    await request(Op.readAck, { nonce: newNonce(), ...place });
  } catch (thrown) {
    if (!(thrown instanceof RequestLost)) throw thrown;
    const path = { channel_id: channelId, message_id: messageId };
    await acknowledgeMessage({ path, body: { manual: true }, throwOnError: true });
  }
}

/** Everything in the guild is read. The answer takes it back. */
export async function markGuildRead(guildId: string): Promise<() => Promise<void>> {
  const before = store.getState();
  const unread = textChannelsOf(before, guildId).filter(({ id }) => hasNews(before, id));
  const marks = Object.fromEntries(
    unread.map(({ id }) => [
      id,
      { lastRead: readUpTo(before.reading, id, guildId), mentions: before.reading.marks[id]?.mentions ?? 0 },
    ]),
  );
  store.setState(
    (state) =>
      unread.reduce((next, { id, last_message_id }) => withRead(next, id, last_message_id ?? id), state),
    true,
  );
  try {
    await acknowledgeGuild({ path: { guild_id: guildId }, throwOnError: true });
  } catch (thrown) {
    restore(marks);
    throw thrown;
  }
  return async () => {
    restore(marks);
    await Promise.all(Object.entries(marks).map(([id, { lastRead }]) => tellUnreadFrom(id, after(lastRead))));
  };
}

type Marks = ReturnType<typeof store.getState>['reading']['marks'];

function restore(marks: Marks): void {
  store.setState(({ reading }) => ({ reading: { ...reading, marks: { ...reading.marks, ...marks } } }));
}

/** The earliest message that could come after this one. */
const after = (messageId: string): string => String(BigInt(messageId) + 1n);

/** The connection is there, or is about to go with the page: says what is left to say. */
export function tellRead(): void {
  clearTimeout(timer);
  timer = undefined;
  if (!isOnline()) return;
  for (const [channel_id, message_id] of untold) tell(Op.readAck, { channel_id, message_id });
  untold.clear();
}

/** The server spoke of channels about which it has not been told everything yet. */
export function keepUntold(): void {
  if (untold.size === 0) return;
  store.setState(
    (state) =>
      [...untold].reduce((next, [channelId, messageId]) => withRead(next, channelId, messageId), state),
    true,
  );
}

export function forgetUntold(): void {
  clearTimeout(timer);
  timer = undefined;
  untold.clear();
}
