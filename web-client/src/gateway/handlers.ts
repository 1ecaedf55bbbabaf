/**
 * Applies events to the state. Handlers are pure; the table is complete by its type. `applied` runs them and ignores
 * unknown and unreadable events.
 */

import { withoutTyping, withTyping } from '@/store/channels/typing';
import * as entities from '@/store/entities';
import { withoutRole, withRole } from '@/store/guilds/roles';
import { removed } from '@/store/messages/channel-log';
import { withCreatedMessage } from '@/store/messages/events';
import { reactionHandlers, withEdited } from '@/store/messages/reactions';
import * as read from '@/store/normalise';
import { readNotificationSetting, readReadState } from '@/store/read-states/normalise';
import * as reading from '@/store/read-states/reading';
import type { State } from '@/store/state';
import { dmHandlers, withReadyDms } from './dm-handlers';
import { withListedMembers, withReadyPresences } from './presence-events';
import { type Dispatch, type EventName, type EventPayloads, SEARCH_NONCE } from './types';

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
    const dm = withReadyDms(entities.withAwaitedGuilds(state, ids), ready);
    const next = withReadyPresences(withReadingOf(dm, ready.chatspace), ready.chatspace);
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
    const joined = reading.withFloor(whole, guild.id, read.text(payload.joined_at));
    return entities.withPresences(joined, read.each(payload.presences, read.readPresence));
  },
  GUILD_UPDATE: (state, payload) => {
    const guild = read.readGuild(payload);
    return guild === null ? state : entities.withGuild(state, guild);
  },
  GUILD_DELETE: (state, payload) => {
    const guildId = read.id(payload.id);
    if (guildId === null) return state;
    const channels = Object.values(state.channels).filter((channel) => channel.guild_id === guildId);
    const next = entities.withoutGuild(state, guildId);
    return reading.withoutMarks(
      next,
      channels.map(({ id }) => id),
    );
  },
  CHANNEL_CREATE: withReadChannel,
  CHANNEL_UPDATE: withReadChannel,
  CHANNEL_DELETE: (state, payload) => {
    const channelId = read.id(payload.id);
    if (channelId === null) return state;
    return reading.withoutMarks(entities.withoutChannel(state, channelId), [channelId]);
  },
  GUILD_ROLE_CREATE: withReadRole,
  GUILD_ROLE_UPDATE: withReadRole,
  GUILD_ROLE_DELETE: (state, payload) => {
    const [guildId, roleId] = [read.id(payload.guild_id), read.id(payload.role_id)];
    return guildId === null || roleId === null ? state : withoutRole(state, guildId, roleId);
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
    // A deleted account is renamed, or rather anonymised.
    const user = read.readUser(payload.user);
    return user === null || user.username === '' ? next : entities.withUsers(next, [user]);
  },
  GUILD_MEMBERS_CHUNK: (state, payload) => {
    const guildId = read.id(payload.guild_id);
    if (guildId === null || state.guilds[guildId] === undefined) return state;
    const next = entities.withMembers(state, guildId, read.each(payload.members, read.readMember));
    const isSearch = read.text(payload.nonce).startsWith(SEARCH_NONCE);
    const complete = !isSearch && Number(payload.chunk_index) + 1 >= Number(payload.chunk_count);
    const present = entities.withPresences(next, read.each(payload.presences, read.readPresence));
    return complete ? { ...present, membersLoad: { ...present.membersLoad, [guildId]: 'loaded' } } : present;
  },
  MESSAGE_CREATE: (state, payload) => {
    const message = read.readMessage(payload);
    if (message === null) return state;
    const next = withoutTyping(withMessageAuthor(state, payload), message.channel_id, message.author.id);
    const counted = reading.withMessageCounted(next, message, read.id(payload.guild_id));
    return withCreatedMessage(counted, message);
  },
  MESSAGE_UPDATE: (state, payload) => {
    const message = read.readMessage(payload);
    return message === null
      ? state
      : entities.withLog(state, message.channel_id, (log) => withEdited(log, message));
  },
  MESSAGE_DELETE: (state, payload) => {
    const channelId = read.id(payload.channel_id);
    const messageId = read.id(payload.id);
    if (channelId === null || messageId === null) return state;
    const next = withLastMessageOf(state, channelId, payload);
    return entities.withLog(next, channelId, (log) => removed(log, messageId));
  },
  MESSAGE_DELETE_BULK: (state, payload) => {
    const channelId = read.id(payload.channel_id);
    if (channelId === null) return state;
    const next = withLastMessageOf(state, channelId, payload);
    return entities.withLog(next, channelId, (log) => read.each(payload.ids, read.id).reduce(removed, log));
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
  CHATSPACE_MEMBER_LIST_UPDATE: withListedMembers,
  INVITE_CREATE: (state) => state,
  INVITE_DELETE: (state) => state,
  USER_UPDATE: (state, payload) => {
    const me = read.readMe(payload);
    // Concerns the current user only: the account does not change within a session.
    return me === null || me.id !== state.me?.id ? state : entities.withMe(state, me);
  },
  CHATSPACE_MESSAGE_ACK: (state, payload) =>
    reading.withReadStates(state, read.each(payload.read_states, readReadState)),
  CHATSPACE_NOTIFICATION_SETTINGS_UPDATE: (state, payload) => {
    const setting = readNotificationSetting(payload);
    return setting === null ? state : reading.withNotificationSetting(state, setting);
  },
  ...reactionHandlers,
  ...dmHandlers,
};

/** What READY says only to ChatSpace's own clients, as far as reading needs it. */
function withReadingOf(state: State, chatspace: unknown): State {
  const extras = read.object(chatspace);
  return reading.withReadingAtFirst(state, {
    readStates: read.each(extras?.read_states, readReadState),
    settings: read.each(extras?.notification_settings, readNotificationSetting),
  });
}

/** After a deletion the channel may end earlier. */
function withLastMessageOf(state: State, channelId: string, payload: object): State {
  const extras = read.object((payload as { chatspace?: unknown }).chatspace);
  if (extras === null || !('last_message_id' in extras)) return state;
  const last_message_id = read.id(extras.last_message_id);
  const channel = state.channels[channelId];
  if (channel !== undefined) return entities.withChannel(state, { ...channel, last_message_id });
  const dm = state.dms[channelId];
  if (dm === undefined) return state;
  const changed = { ...dm, last_message_id };
  return { ...state, dms: { ...state.dms, [channelId]: changed } };
}

/** The parts of the payload besides the guild itself are stored separately. */
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
  // Messages decide which is last; a channel update may be older.
  const known = state.channels[channel.id];
  const { last_message_id } = known ?? channel;
  return entities.withChannel(state, { ...channel, last_message_id });
}

function withReadRole(state: State, payload: Unchecked<EventPayloads['GUILD_ROLE_CREATE']>): State {
  const [guildId, role] = [read.id(payload.guild_id), read.readRole(payload.role)];
  return guildId === null || role === null ? state : withRole(state, guildId, role);
}

function withReadMember(state: State, payload: Unchecked<EventPayloads['GUILD_MEMBER_ADD']>): State {
  const guildId = read.id(payload.guild_id);
  const member = read.readMember(payload);
  if (guildId === null || member === null || state.guilds[guildId] === undefined) return state;
  return entities.withMembers(state, guildId, [member]);
}

/** The author as the message shows them; an unknown member becomes known. */
function withMessageAuthor(state: State, payload: Unchecked<EventPayloads['MESSAGE_CREATE']>): State {
  const author = read.readUser(payload.author);
  const guildId = read.id(payload.guild_id);
  const member = read.readPartialMember(payload.member);
  if (author === null) return state;
  if (guildId === null || member === null || state.guilds[guildId] === undefined) {
    return entities.withUsers(state, [author]);
  }
  return entities.withMembers(state, guildId, [{ ...member, user: author }]);
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
