/** Pure changes to guilds, channels, roles, members and users. Each returns a new state and leaves the old one alone. */
import type { Channel, CurrentUser, Guild, Member, User } from '@/api/gen';
import { emptyLog, madeStale } from './messages/channel-log';
import { type GuildEntity, type Id, type MemberEntity, type State, without } from './state';
import type { ReadPresence } from './users/normalise';

export function withMe(state: State, me: CurrentUser): State {
  return withUsers({ ...state, me }, [me]);
}

/** Users as they were last seen; one that did not change keeps its identity. */
export function withUsers(state: State, users: readonly User[]): State {
  const changed = users.filter((user) => !sameUser(state.users[user.id], user));
  if (changed.length === 0) return state;
  return {
    ...state,
    users: { ...state.users, ...Object.fromEntries(changed.map((user) => [user.id, user])) },
  };
}

const sameUser = (known: User | undefined, user: User): boolean =>
  known !== undefined &&
  known.username === user.username &&
  known.global_name === user.global_name &&
  known.avatar === user.avatar &&
  known.bot === user.bot;

/** A new session begins: the guilds that follow replace the known ones. */
export function withAwaitedGuilds(state: State, ids: readonly Id[]): State {
  const gone = state.guildOrder.filter((guildId) => !ids.includes(guildId));
  const remaining = gone.reduce(withoutGuild, state);
  return {
    ...remaining,
    lastKnown: null,
    awaitedGuilds: ids,
    membersLoad: {},
    typing: {},
    logs: Object.fromEntries(
      Object.entries(remaining.logs).map(([channelId, log]) => [channelId, madeStale(log)]),
    ),
  };
}

interface WholeGuild {
  guild: Guild;
  memberCount: number;
  channels: readonly Channel[];
  members: readonly Member[];
}

export function withWholeGuild(state: State, { guild, memberCount, channels, members }: WholeGuild): State {
  const known = channelIdsOf(state, guild.id);
  const remaining = Object.fromEntries(
    Object.entries(state.channels).filter(([channelId]) => !known.has(channelId)),
  );
  const next: State = {
    ...state,
    ...withoutLogs(state, new Set([...known].filter((id) => !channels.some((channel) => channel.id === id)))),
    guilds: { ...state.guilds, [guild.id]: entityOf(guild, memberCount) },
    guildOrder: state.guildOrder.includes(guild.id) ? state.guildOrder : [...state.guildOrder, guild.id],
    awaitedGuilds: state.awaitedGuilds.filter((id) => id !== guild.id),
    channels: { ...remaining, ...Object.fromEntries(channels.map((channel) => [channel.id, channel])) },
    roles: { ...state.roles, [guild.id]: Object.fromEntries(guild.roles.map((role) => [role.id, role])) },
    membersLoad: without(state.membersLoad, guild.id),
  };
  return withMembers(next, guild.id, members);
}

function entityOf({ roles: _, ...guild }: Guild, memberCount: number): GuildEntity {
  return { ...guild, memberCount };
}

export function withGuild(state: State, guild: Guild): State {
  const known = state.guilds[guild.id];
  if (known === undefined) return state;
  return {
    ...state,
    guilds: { ...state.guilds, [guild.id]: entityOf(guild, known.memberCount) },
    roles:
      guild.roles.length === 0
        ? state.roles
        : { ...state.roles, [guild.id]: Object.fromEntries(guild.roles.map((role) => [role.id, role])) },
  };
}

export function withoutGuild(state: State, guildId: Id): State {
  const channelIds = channelIdsOf(state, guildId);
  return {
    ...state,
    ...withoutLogs(state, channelIds),
    guilds: without(state.guilds, guildId),
    guildOrder: state.guildOrder.filter((id) => id !== guildId),
    awaitedGuilds: state.awaitedGuilds.filter((id) => id !== guildId),
    channels: Object.fromEntries(Object.entries(state.channels).filter(([id]) => !channelIds.has(id))),
    roles: without(state.roles, guildId),
    members: without(state.members, guildId),
    membersLoad: without(state.membersLoad, guildId),
  };
}

function channelIdsOf(state: State, guildId: Id): Set<Id> {
  const all = Object.values(state.channels);
  return new Set(all.filter((channel) => channel.guild_id === guildId).map((channel) => channel.id));
}

function withoutLogs(state: State, channelIds: ReadonlySet<Id>): Pick<State, 'logs' | 'typing'> {
  const remaining = <T>(record: Record<Id, T>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => !channelIds.has(id)));
  return { logs: remaining(state.logs), typing: remaining(state.typing) };
}

export function withChannel(state: State, channel: Channel): State {
  return { ...state, channels: { ...state.channels, [channel.id]: channel } };
}

export function withoutChannel(state: State, channelId: Id): State {
  return {
    ...state,
    ...withoutLogs(state, new Set([channelId])),
    channels: without(state.channels, channelId),
  };
}

export function withMembers(state: State, guildId: Id, members: readonly Member[]): State {
  if (members.length === 0) return state;
  const entities = members.map(({ user, ...member }): [Id, MemberEntity] => [
    user.id,
    { ...member, userId: user.id },
  ]);
  const next = withUsers(
    state,
    members.map((member) => member.user),
  );
  return {
    ...next,
    members: { ...next.members, [guildId]: { ...next.members[guildId], ...Object.fromEntries(entities) } },
  };
}

export function withoutMember(state: State, guildId: Id, userId: Id): State {
  const members = state.members[guildId];
  return members === undefined
    ? state
    : { ...state, members: { ...state.members, [guildId]: without(members, userId) } };
}

/** Joining and leaving; the count never falls below one. */
export function withMemberCount(state: State, guildId: Id, change: 1 | -1): State {
  const guild = state.guilds[guildId];
  if (guild === undefined) return state;
  const memberCount = Math.max(1, guild.memberCount + change);
  return { ...state, guilds: { ...state.guilds, [guildId]: { ...guild, memberCount } } };
}

export function withPresences(state: State, presences: readonly ReadPresence[]): State {
  const changed = presences.filter(
    ({ userId, status, customStatus }) =>
      state.presences[userId] !== status || (state.customStatuses[userId] ?? '') !== customStatus,
  );
  if (changed.length === 0) return state;
  const statuses = {
    ...state.presences,
    ...Object.fromEntries(changed.map((one) => [one.userId, one.status])),
  };
  const customStatuses = { ...state.customStatuses };
  for (const { userId, customStatus } of changed) {
    if (customStatus === '') delete customStatuses[userId];
    else customStatuses[userId] = customStatus;
  }
  return { ...state, presences: statuses, customStatuses };
}

/** The log of a channel changed by `change`; a channel nobody opened has none and gets none. */
export function withLog(
  state: State,
  channelId: Id,
  change: (log: NonNullable<State['logs'][Id]>) => NonNullable<State['logs'][Id]>,
): State {
  const log = state.logs[channelId];
  if (log === undefined) return state;
  const changed = change(log);
  return changed === log ? state : { ...state, logs: { ...state.logs, [channelId]: changed } };
}

export function withOpenedLog(state: State, channelId: Id): State {
  return channelId in state.logs ? state : { ...state, logs: { ...state.logs, [channelId]: emptyLog } };
}
