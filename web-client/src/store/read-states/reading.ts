/**
 * Read states and mention counts: what the server sent, and what each event does to them.
 *
 * Invariants: a guild channel without a mark is read up to the moment of joining, a DM without one is read; `mentions`
 * counts by the server's rules, and whatever the server says of a channel replaces what was counted.
 */
import type { Message, NotificationSetting, ReadState } from '@/api/gen';
import { idAt, isNewerId } from '@/lib/ids';
import type { Id, State } from '@/store/state';
import type { Mark, Reading } from './state';

export type { Mark, Reading } from './state';

export const NOTHING_READ = '0';

/** Up to where the channel is read; `guildId` is missing for a DM. */
export function readUpTo({ marks, floors }: Reading, channelId: Id, guildId?: Id): Id {
  const floor = (guildId === undefined ? undefined : floors[guildId]) ?? NOTHING_READ;
  const mark = marks[channelId]?.lastRead ?? NOTHING_READ;
  return isNewerId(floor, mark) ? floor : mark;
}

export const mentionsIn = ({ marks }: Reading, channelId: Id): number => marks[channelId]?.mentions ?? 0;

const changed = (state: State, reading: Partial<Reading>): State => ({
  ...state,
  reading: { ...state.reading, ...reading },
});

function withMark(state: State, channelId: Id, mark: Mark): State {
  const known = state.reading.marks[channelId];
  if (known?.lastRead === mark.lastRead && known.mentions === mark.mentions) return state;
  return changed(state, { marks: { ...state.reading.marks, [channelId]: mark } });
}

const toMarks = (states: readonly ReadState[]): Record<Id, Mark> =>
  Object.fromEntries(
    states.map((one) => [one.channel_id, { lastRead: one.last_read_id, mentions: one.mention_count }]),
  );

export interface ReadingAtFirst {
  readStates: readonly ReadState[];
  settings: readonly NotificationSetting[];
}

/** A new session begins: the server's read states replace everything. */
export function withReadingAtFirst(state: State, { readStates, settings }: ReadingAtFirst): State {
  return changed(state, {
    marks: toMarks(readStates),
    settings: Object.fromEntries(settings.map((setting) => [setting.scope_id, setting])),
  });
}

/** The server's read states of some channels. */
export function withReadStates(state: State, states: readonly ReadState[]): State {
  if (states.length === 0) return state;
  return changed(state, { marks: { ...state.reading.marks, ...toMarks(states) } });
}

/** Messages from before the user joined are not unread. */
export function withFloor(state: State, guildId: Id, joinedAt: string): State {
  const time = Date.parse(joinedAt);
  if (Number.isNaN(time)) return state;
  return changed(state, { floors: { ...state.reading.floors, [guildId]: idAt(time) } });
}

/** A DM that appears without a read state of the server is read. */
export function withDmMet(state: State, channelId: Id): State {
  const channel = state.dms[channelId];
  if (channel === undefined || channelId in state.reading.marks) return state;
  return withMark(state, channelId, { lastRead: channel.last_message_id ?? NOTHING_READ, mentions: 0 });
}

/** The user has lost these channels. */
export function withoutMarks(state: State, channelIds: readonly Id[]): State {
  const gone = channelIds.filter((id) => id in state.reading.marks);
  if (gone.length === 0) return state;
  const stored = Object.entries(state.reading.marks).filter(([id]) => !gone.includes(id));
  return changed(state, { marks: Object.fromEntries(stored) });
}

/** Default settings are not stored. */
export function withNotificationSetting(state: State, setting: NotificationSetting): State {
  return changed(state, { settings: { ...state.reading.settings, [setting.scope_id]: setting } });
}

/** Removes mutes that have ended; the same state if there are none. */
export function sweptMutes(state: State, now: number): State {
  const over = Object.values(state.reading.settings).filter((setting) => muteEnd(setting) <= now);
  return over.reduce(
    (before, setting) => withNotificationSetting(before, { ...setting, muted: false, muted_until: null }),
    state,
  );
}

/** When the next mute ends; null if none expires. */
export function nextMuteEnd(state: State): number | null {
  const end = Math.min(...Object.values(state.reading.settings).map(muteEnd));
  return end === Number.POSITIVE_INFINITY ? null : end;
}

function muteEnd({ muted, muted_until }: NotificationSetting): number {
  const end = muted && muted_until !== null ? Date.parse(muted_until) : Number.NaN;
  return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
}

/** Everything up to this message is read; never moves back. */
export function withRead(state: State, channelId: Id, messageId: Id): State {
  const channel = state.channels[channelId];
  const before = readUpTo(state.reading, channelId, channel?.guild_id);
  const lastRead = isNewerId(messageId, before) ? messageId : before;
  const last = (channel ?? state.dms[channelId])?.last_message_id;
  const isAll = typeof last !== 'string' || !isNewerId(last, lastRead);
  const mentions = isAll ? 0 : mentionsIn(state.reading, channelId);
  if (lastRead === before && mentions === mentionsIn(state.reading, channelId)) return state;
  return withMark(state, channelId, { lastRead, mentions });
}

/** Everything from this message on is unread, until the server responds with its own count. */
export function withUnreadFrom(state: State, channelId: Id, messageId: Id): State {
  const guildId = state.channels[channelId]?.guild_id;
  const rows = state.logs[channelId]?.rows ?? [];
  const mentions = rows.filter(
    ({ message }) => !isNewerId(messageId, message.id) && isMention(state, message, guildId),
  );
  return withMark(state, channelId, { lastRead: justBefore(messageId), mentions: mentions.length });
}

const justBefore = (messageId: Id): Id => String(BigInt(messageId) - 1n);

/** A message arrived: the user's own reads its channel, one that mentions them is counted. */
export function withMessageCounted(state: State, message: Message, guildId: Id | null): State {
  if (state.me === null) return state;
  if (message.author.id === state.me.id) {
    return withMark(state, message.channel_id, { lastRead: message.id, mentions: 0 });
  }
  const { reading } = state;
  const lastRead = readUpTo(reading, message.channel_id, guildId ?? undefined);
  if (!isNewerId(message.id, lastRead) || !isMention(state, message, guildId ?? undefined)) return state;
  return withMark(state, message.channel_id, {
    lastRead,
    mentions: mentionsIn(reading, message.channel_id) + 1,
  });
}

/** Whether the message mentions the user, by the server's rules. */
export function isMention(state: State, message: Message, guildId: Id | undefined): boolean {
  const me = state.me?.id;
  if (me === undefined || message.author.id === me || state.blocks.has(message.author.id)) {
    return false;
  }
  if (guildId === undefined || message.mention_everyone) return true;
  if (message.mentions.some((user) => user.id === me)) return true;
  const roles = state.members[guildId]?.[me]?.roles ?? [];
  return message.mention_roles.some((role) => roles.includes(role));
}
