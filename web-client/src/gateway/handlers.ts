/**
 * What each event does to the state. Handlers are pure; the table is complete by its type. `applied` runs them and
 * survives what it does not know and what it cannot read.
 */
import { removed, updated } from '@/store/channel-log';
import * as entities from '@/store/entities';
import { withCreatedMessage } from '@/store/messages';
import * as read from '@/store/normalise';
import type { State } from '@/store/state';
import { withoutTyping, withTyping } from '@/store/typing';
import { withReadSettings, withReadyExtras, withToldMembers } from './presence-events';
import type { Dispatch, EventName, EventPayloads } from './types';

/** How the nonce of a search for members begins, whose answer is never all of them. */
export const FOUND = 's';

/** Payloads arrive unchecked: handlers read them through `normalise`. */
type Unchecked<T> = { readonly [Key in keyof T]?: unknown };
type Handler<Name extends EventName> = (
  state: State,
  payload: Unchecked<EventPayloads[Name]>,
  now: number,
) => State;

export const handlers: { readonly [Name in EventName]: Handler<Name> } = {
  READY: (state, ready) => {
    const me = read.readMe(ready.user);
    const ids = read.each(ready.guilds, (guild) => read.id(read.object(guild)?.id));
    const next = withReadyExtras(entities.withAwaitedGuilds(state, ids), ready.chatspace);
    return me === null ? next : entities.withMe(next, me);
  },
  RESUMED: (state) => state,
  GUILD_CREATE: (state, payload) => {
    const guild = read.readGuild(payload);
    if (guild === null) return state;
    const whole = entities.withWholeGuild(state, {
      guild: stripped(guild),
      memberCount: typeof payload.member_count === 'number' ? payload.member_count : 1,
      channels: read.each(payload.channels, (channel) => read.readChannel(channel, guild.id)),
      members: read.each(payload.members, read.readMember),
    });
    return entities.withPresences(whole, read.each(payload.presences, read.readPresence));
  },
  GUILD_UPDATE: (state, payload) => {
    const guild = read.readGuild(payload);
    return guild === null ? state : entities.withGuild(state, guild);
  },
  GUILD_DELETE: (state, payload) => {
    const guildId = read.id(payload.id);
    return guildId === null ? state : entities.withoutGuild(state, guildId);
  },
  CHANNEL_CREATE: withReadChannel,
  CHANNEL_UPDATE: withReadChannel,
  CHANNEL_DELETE: (state, payload) => {
    const channelId = read.id(payload.id);
    return channelId === null ? state : entities.withoutChannel(state, channelId);
  },
  GUILD_MEMBER_ADD: (state, payload) => {
    const next = withReadMember(state, payload);
    const guildId = read.id(payload.guild_id);
    return next === state || guildId === null ? next : entities.withMemberCount(next, guildId, 1);
  },
  GUILD_MEMBER_UPDATE: withReadMember,
  GUILD_MEMBER_REMOVE: (state, payload) => {
    const guildId = read.id(payload.guild_id);
    const userId = read.id(read.object(payload.user)?.id);
    if (guildId === null || userId === null) return state;
    const next = entities.withMemberCount(entities.withoutMember(state, guildId, userId), guildId, -1);
    // Whoever deleted their account has another name from now on, or rather none.
    const user = read.readUser(payload.user);
    return user === null || user.username === '' ? next : entities.withUsers(next, [user]);
  },
  GUILD_MEMBERS_CHUNK: (state, payload) => {
    const guildId = read.id(payload.guild_id);
    if (guildId === null || state.guilds[guildId] === undefined) return state;
    const next = entities.withMembers(state, guildId, read.each(payload.members, read.readMember));
    const found = read.text(payload.nonce).startsWith(FOUND);
    const complete = !found && Number(payload.chunk_index) + 1 >= Number(payload.chunk_count);
    const present = entities.withPresences(next, read.each(payload.presences, read.readPresence));
    return complete ? { ...present, membersLoad: { ...present.membersLoad, [guildId]: 'loaded' } } : present;
  },
  MESSAGE_CREATE: (state, payload) => {
    const message = read.readMessage(payload);
    if (message === null) return state;
    const next = withMessageAuthor(state, payload, message.author.id);
    return withCreatedMessage(next, message);
  },
  MESSAGE_UPDATE: (state, payload) => {
    const message = read.readMessage(payload);
    return message === null
      ? state
      : entities.withLog(state, message.channel_id, (log) => updated(log, message));
  },
  MESSAGE_DELETE: (state, payload) => {
    const channelId = read.id(payload.channel_id);
    const messageId = read.id(payload.id);
    if (channelId === null || messageId === null) return state;
    return entities.withLog(state, channelId, (log) => removed(log, messageId));
  },
  MESSAGE_DELETE_BULK: (state, payload) => {
    const channelId = read.id(payload.channel_id);
    if (channelId === null) return state;
    return entities.withLog(state, channelId, (log) => read.each(payload.ids, read.id).reduce(removed, log));
  },
  TYPING_START: (state, payload, now) => {
    const channelId = read.id(payload.channel_id);
    const userId = read.id(payload.user_id);
    if (channelId === null || userId === null || userId === state.me?.id) return state;
    const guildId = read.id(payload.guild_id);
    const member = read.readMember(payload.member);
    const known =
      guildId === null || member === null ? state : entities.withMembers(state, guildId, [member]);
    return withTyping(known, channelId, userId, now);
  },
  PRESENCE_UPDATE: (state, payload) => {
    const presence = read.readPresence(payload);
    return presence === null ? state : entities.withPresences(state, [presence]);
  },
  CHATSPACE_PRESENCE_UPDATE: (state, payload) => {
    const presence = read.readPresence(payload);
    return presence === null ? state : entities.withPresences(state, [presence]);
  },
  CHATSPACE_MEMBER_LIST_UPDATE: withToldMembers,
  CHATSPACE_SETTINGS_UPDATE: withReadSettings,
  INVITE_CREATE: (state) => state,
  INVITE_DELETE: (state) => state,
  USER_UPDATE: (state, payload) => {
    const me = read.readMe(payload);
    return me === null ? state : entities.withMe(state, me);
  },
};

/** What the server sends beside the guild itself is kept in places of its own. */
function stripped(guild: ReturnType<typeof read.readGuild> & object): typeof guild {
  const {
    channels: _,
    members: __,
    presences: ___,
    ...rest
  } = guild as typeof guild & Record<string, unknown>;
  return rest as typeof guild;
}

function withReadChannel(state: State, payload: Unchecked<EventPayloads['CHANNEL_CREATE']>): State {
  const channel = read.readChannel(payload);
  if (channel === null || state.guilds[channel.guild_id] === undefined) return state;
  return entities.withChannel(state, channel);
}

function withReadMember(state: State, payload: Unchecked<EventPayloads['GUILD_MEMBER_ADD']>): State {
  const guildId = read.id(payload.guild_id);
  const member = read.readMember(payload);
  if (guildId === null || member === null || state.guilds[guildId] === undefined) return state;
  return entities.withMembers(state, guildId, [member]);
}

/** The author as the message shows them; a member who is not known yet becomes known. */
function withMessageAuthor(
  state: State,
  payload: Unchecked<EventPayloads['MESSAGE_CREATE']>,
  authorId: string,
): State {
  const author = read.readUser(payload.author);
  const guildId = read.id(payload.guild_id);
  const member = read.readPartialMember(payload.member);
  if (author === null) return state;
  if (guildId === null || member === null || state.guilds[guildId] === undefined) {
    return entities.withUsers(state, [author]);
  }
  return withoutTyping(
    entities.withMembers(state, guildId, [{ ...member, user: author }]),
    read.id(payload.channel_id) ?? '',
    authorId,
  );
}

const isKnown = (name: string): name is EventName => Object.hasOwn(handlers, name);

/** The state after one event; an unknown or unreadable event changes nothing. */
export function applied(state: State, { name, payload }: Dispatch, now: number): State {
  if (!isKnown(name)) return state;
  const raw = read.object(payload);
  if (raw === null) return state;
  try {
    return (handlers[name] as Handler<typeof name>)(state, raw as never, now);
  } catch {
    return state;
  }
}
