/**
 * Reactions of messages: events, and the user's own changes, which are shown before the server confirms them.
 *
 * `changes` has the last known choice of each user since the message was fetched, so that lists of users follow live and
 * an event without a count that repeats it counts once.
 */
import { addReaction, removeOwnReaction } from '@/api';
import type { Message, Reaction } from '@/api/gen';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { noteEmojiUse } from '@/store/emoji/frequent';
import { withLog, withMembers } from '@/store/entities';
import type { SomeHandlers, Unchecked } from '@/store/events';
import { bit } from '@/store/guilds/permissions';
import { readMember } from '@/store/members/normalise';
import { each, id, nameOrNull, number, object } from '@/store/normalise';
import type { Id, State } from '@/store/state';
import { changed as changedMessage } from './channel-log';

export type Emoji = Reaction['emoji'];
export type MessageReaction = Reaction & { changes?: Readonly<Record<Id, boolean>> };

/** Whether one may add an emoji that a message does not have. */
export const ADD_REACTIONS = bit(6);
/** Different emoji on one message. */
export const MOST_KINDS = 20;
const TIMEOUT_MS = 15_000;

/** The emoji of a reaction; null without a character and without an id. */
export function readEmoji(value: unknown): Emoji | null {
  const raw = object(value);
  const emoji = { id: id(raw?.id), name: nameOrNull(raw?.name) || null, animated: raw?.animated === true };
  return emoji.id === null && emoji.name === null ? null : emoji;
}

function readReaction(value: unknown): Reaction | null {
  const raw = object(value);
  const [emoji, normal] = [readEmoji(raw?.emoji), number(raw?.count)];
  const fixed = { count_details: { normal, burst: 0 }, me_burst: false, burst_colors: [] };
  return emoji === null || normal < 1 ? null : { emoji, count: normal, me: raw?.me === true, ...fixed };
}

/** The reactions of an incoming message. */
export const readReactions = (value: unknown): Reaction[] => each(value, readReaction);

export const character = (name: string): Emoji => ({ id: null, name, animated: false });

/** The emoji as routes name it: the character, or `name:id` of a custom one. */
export const emojiKey = ({ id: emojiId, name }: Emoji): string =>
  emojiId === null ? (name ?? '') : `${name ?? '_'}:${emojiId}`;

/** The emoji as text shows it: custom ones by their name. */
export const emojiText = ({ id: emojiId, name }: Emoji): string =>
  emojiId === null ? (name ?? '') : `:${name ?? '?'}:`;

/** The id of a custom emoji; of a character itself, with or without its presentation selector. */
const identity = ({ id: emojiId, name }: Emoji): string => emojiId ?? (name ?? '').replaceAll('\ufe0f', '');

export const isSameEmoji = (a: Emoji, b: Emoji): boolean => identity(a) === identity(b);

export const reactionOf = ({ reactions }: Message, emoji: Emoji): MessageReaction | undefined =>
  reactions.find((one) => isSameEmoji(one.emoji, emoji));

/** Whether no further emoji may join. */
export const isFull = (message: Message, emoji: Emoji): boolean =>
  message.reactions.length >= MOST_KINDS && reactionOf(message, emoji) === undefined;

interface Change {
  emoji: Emoji;
  userId: Id;
  isMe: boolean;
  /** Whether the user reacts with it from now on. */
  on: boolean;
  /** How many do after the change, if that is known. */
  count?: number;
}

/** The same list if the change was known. */
function changed(
  reactions: Message['reactions'],
  { emoji, userId, isMe, on, count: total }: Change,
): Message['reactions'] {
  const index = reactions.findIndex((one) => isSameEmoji(one.emoji, emoji));
  const known: MessageReaction | undefined = reactions[index];
  if (known === undefined && !on) return reactions;
  const wasKnown = known !== undefined && (isMe ? known.me : known.changes?.[userId]) === on;
  if (wasKnown && (total === undefined || total === known.count)) return reactions;
  const count = total ?? (known?.count ?? 0) + (on ? 1 : -1);
  if (count <= 0) return known === undefined ? reactions : reactions.toSpliced(index, 1);
  const next: MessageReaction = {
    emoji: known?.emoji ?? emoji,
    count,
    count_details: { normal: count, burst: 0 },
    me: isMe ? on : (known?.me ?? false),
    me_burst: false,
    burst_colors: [],
    changes: { ...known?.changes, [userId]: on },
  };
  return known === undefined ? [...reactions, next] : reactions.with(index, next);
}

type Reducer = (reactions: Message['reactions']) => Message['reactions'];

const withReactions = (state: State, channelId: Id, messageId: Id, change: Reducer): State =>
  withLog(state, channelId, (log) =>
    changedMessage(log, messageId, (message) => {
      const reactions = change(message.reactions);
      return reactions === message.reactions ? message : { ...message, reactions };
    }),
  );

/** A reaction of one user came or went. */
function withUserReaction(state: State, payload: Unchecked, on: boolean): State {
  const [channelId, messageId] = [id(payload.channel_id), id(payload.message_id)];
  const [userId, emoji] = [id(payload.user_id), readEmoji(payload.emoji)];
  if (channelId === null || messageId === null || userId === null || emoji === null) return state;
  const isMe = userId === state.me?.id;
  const count = object(payload.chatspace)?.count;
  const change = { emoji, userId, isMe, on, ...(typeof count === 'number' && { count }) };
  return withReactions(state, channelId, messageId, (all) => changed(all, change));
}

function withRemaining(state: State, payload: Unchecked, remaining: Reducer): State {
  const [channelId, messageId] = [id(payload.channel_id), id(payload.message_id)];
  if (channelId === null || messageId === null) return state;
  return withReactions(state, channelId, messageId, (all) => {
    const left = remaining(all);
    return left.length === all.length ? all : left;
  });
}

export const reactionHandlers = {
  MESSAGE_REACTION_ADD: (state, payload) => {
    const guildId = id(payload.guild_id);
    const member = guildId === null ? null : readMember(object(payload.member));
    const isKnown = guildId !== null && member !== null && guildId in state.guilds;
    return withUserReaction(isKnown ? withMembers(state, guildId, [member]) : state, payload, true);
  },
  MESSAGE_REACTION_REMOVE: (state, payload) => withUserReaction(state, payload, false),
  MESSAGE_REACTION_REMOVE_EMOJI: (state, payload) => {
    const emoji = readEmoji(payload.emoji);
    if (emoji === null) return state;
    return withRemaining(state, payload, (all) => all.filter((one) => !isSameEmoji(one.emoji, emoji)));
  },
  MESSAGE_REACTION_REMOVE_ALL: (state, payload) => withRemaining(state, payload, () => []),
} satisfies SomeHandlers;

/** What the server is to store in the end, by message and emoji, while a request is under way. */
const wanted = perClient(() => new Map<string, boolean>());

/** Reacts, or takes it back: shown at once, reverted if the server refuses. Requests for one emoji follow each other. */
export async function setReaction(
  client: Client,
  message: Message,
  emoji: Emoji,
  on: boolean,
): Promise<void> {
  const { channel_id, id: message_id } = message;
  const show = (isOn: boolean) =>
    client.store.setState((state) => {
      const change = { emoji, userId: state.me?.id ?? '', isMe: true, on: isOn };
      return withReactions(state, channel_id, message_id, (all) => changed(all, change));
    }, true);
  show(on);
  if (on && emoji.id === null && emoji.name !== null) noteEmojiUse(client, emoji.name);
  const key = `${message_id} ${identity(emoji)}`;
  const isUnderWay = wanted(client).has(key);
  wanted(client).set(key, on);
  if (isUnderWay) return;
  let stored = !on;
  try {
    for (let next = wanted(client).get(key); next !== undefined && next !== stored; ) {
      const call = next ? addReaction : removeOwnReaction;
      const path = { channel_id, message_id, emoji: emojiKey(emoji) };
      await call({
        client: httpOf(client),
        path,
        throwOnError: true,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      stored = next;
      next = wanted(client).get(key);
    }
  } catch (thrown) {
    show(stored);
    throw thrown;
  } finally {
    wanted(client).delete(key);
  }
}

/** Those who react now: the fetched ones, and what has changed since. The reader comes first. */
export function usersNow(ids: readonly string[], reaction: MessageReaction, me?: string): string[] {
  const { changes = {} } = reaction;
  const came = Object.keys(changes).filter((id) => changes[id] === true && !ids.includes(id));
  const all = [...ids.filter((id) => changes[id] !== false), ...came];
  return me !== undefined && (reaction.me || all.includes(me)) ? [me, ...all.filter((id) => id !== me)] : all;
}

/** What the reader may do with the reactions of a message; null for what they may not. */
export interface Reacting {
  /** Joins a reaction or leaves it. */
  toggle: ((emoji: Emoji, on?: boolean) => void) | null;
  /** Reacts with an emoji that nobody may have used. */
  add: ((emoji: Emoji, on?: boolean) => void) | null;
  choose: (() => void) | null;
  showUsers: ((emoji?: Emoji) => void) | null;
  clear: (() => void) | null;
  mayManage: boolean;
}
