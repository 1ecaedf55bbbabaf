/**
 * Reactions of messages: events, and the user's own changes, which are shown before the server confirms them.
 *
 * `changes` has the last known choice of each user since the message was fetched, so that lists of users follow live and
 * an event without a count that repeats it counts once.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { addReaction, removeOwnReaction } from '@/api';
import type { Message, Reaction } from '@/api/gen';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import { storageKey } from '@/client/storage';
import { withLog, withMembers } from '@/store/entities';
import { id, object, readEmoji, readMember } from '@/store/normalise';
import type { Id, State } from '@/store/state';
import { type ChannelLog, changed as changedMessage } from './channel-log';
import { loadLatest } from './history';

export type Emoji = Reaction['emoji'];
export type MessageReaction = Reaction & { changes?: Readonly<Record<Id, boolean>> };

/** Different emoji on one message. */
export const MOST_KINDS = 20;
const TIMEOUT_MS = 15_000;

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

/** An edited message. Its event does not say who reacted; the events of reactions have. */
export const withEdited = (log: ChannelLog, message: Message): ChannelLog =>
  changedMessage(log, message.id, ({ reactions }) => ({ ...message, reactions }));

type Payload = { readonly [Key in string]?: unknown };

/** A reaction of one user came or went. */
function withUserReaction(state: State, payload: Payload, on: boolean): State {
  const [channelId, messageId] = [id(payload.channel_id), id(payload.message_id)];
  const [userId, emoji] = [id(payload.user_id), readEmoji(payload.emoji)];
  if (channelId === null || messageId === null || userId === null || emoji === null) return state;
  const isMe = userId === state.me?.id;
  const count = object(payload.chatspace)?.count;
  const change = { emoji, userId, isMe, on, ...(typeof count === 'number' && { count }) };
  return withReactions(state, channelId, messageId, (all) => changed(all, change));
}

function withRemaining(state: State, payload: Payload, remaining: Reducer): State {
  const [channelId, messageId] = [id(payload.channel_id), id(payload.message_id)];
  if (channelId === null || messageId === null) return state;
  return withReactions(state, channelId, messageId, (all) => {
    const left = remaining(all);
    return left.length === all.length ? all : left;
  });
}

export const reactionHandlers = {
  MESSAGE_REACTION_ADD: (state: State, payload: Payload): State => {
    const guildId = id(payload.guild_id);
    const member = guildId === null ? null : readMember(object(payload.member));
    const isKnown = guildId !== null && member !== null && guildId in state.guilds;
    return withUserReaction(isKnown ? withMembers(state, guildId, [member]) : state, payload, true);
  },
  MESSAGE_REACTION_REMOVE: (state: State, payload: Payload): State => withUserReaction(state, payload, false),
  MESSAGE_REACTION_REMOVE_EMOJI: (state: State, payload: Payload): State => {
    const emoji = readEmoji(payload.emoji);
    if (emoji === null) return state;
    return withRemaining(state, payload, (all) => all.filter((one) => !isSameEmoji(one.emoji, emoji)));
  },
  MESSAGE_REACTION_REMOVE_ALL: (state: State, payload: Payload): State =>
    withRemaining(state, payload, () => []),
};

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
  if (on) noteUse(client, emoji);
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

/** Reacts to the newest message with the emoji of this shortcode; false without such an emoji or message. */
export async function reactToNewest(client: Client, channelId: Id, code: string): Promise<boolean> {
  const { default: groups } = await import('@/i18n/emoji.json');
  const known = groups.flatMap((group) => group.emoji);
  const emoji = known.find(({ codes }) => codes.split(' ').includes(code))?.emoji;
  const log = () => client.store.getState().logs[channelId];
  if (log()?.atEnd === false) await loadLatest(client, channelId);
  const newest = log()?.rows.at(-1)?.message;
  if (emoji === undefined || newest === undefined) return false;
  await setReaction(client, newest, character(emoji), true);
  return true;
}

const USUAL = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🔥', '👀'];
/** Older uses no longer count. */
const COUNTED = 60;
const usesKey = (client: Client) => storageKey(client, 'reactions');

function storedUses(client: Client): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(usesKey(client)) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string').slice(0, COUNTED) : [];
  } catch {
    return [];
  }
}

/** The emoji that the account has reacted with on this device, the newest use first. */
const uses = perClient((client) => {
  const store = createStore<{ emoji: readonly string[] }>(() => ({ emoji: storedUses(client) }));
  store.subscribe(({ emoji }) => {
    try {
      localStorage.setItem(usesKey(client), JSON.stringify(emoji));
    } catch {} // Without storage they are known as long as the page lives.
  });
  client.store.subscribe((state, before) => {
    if (before.me !== null && state.me === null) store.setState({ emoji: [] });
  });
  return store;
});

function noteUse(client: Client, { id: emojiId, name }: Emoji): void {
  if (emojiId !== null || name === null) return;
  uses(client).setState(({ emoji }) => ({ emoji: [name, ...emoji].slice(0, COUNTED) }));
}

/** The emoji used most, the first of them first; the usual ones fill up. */
export function useFrequentEmoji(count: number): readonly string[] {
  const used = useStore(uses(useClient()), ({ emoji }) => emoji);
  const timesOf = (emoji: string) => used.filter((one) => one === emoji).length;
  const ranked = [...new Set(used)].sort((a, b) => timesOf(b) - timesOf(a));
  return [...new Set([...ranked, ...USUAL])].slice(0, count);
}

/** The window of reactions that is open, and on which message. */
export interface ReactionWindow {
  kind: 'choice' | 'users' | 'clear';
  messageId: Id;
  /** The emoji whose users come first. */
  emoji?: Emoji;
}

const windows = perClient(() => createStore<{ open: ReactionWindow | null }>(() => ({ open: null })));

export const showReactionWindow = (client: Client, open: ReactionWindow | null): void =>
  windows(client).setState({ open });

export function useReactionWindow(messageId: Id): ReactionWindow | null {
  return useStore(windows(useClient()), ({ open }) => (open?.messageId === messageId ? open : null));
}
