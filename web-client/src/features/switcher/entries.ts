/** Everything the palette can open, from the current state. */
import { fold } from '@/lib/fold';
import { displayName, type GuildEntity, isGone, TEXT_CHANNEL } from '@/store/selectors';
import type { Channel, Id, State, User } from '@/store/state';

export type Kind = 'guild' | 'channel' | 'user' | 'dm' | 'action';

export interface Unread {
  unread: boolean;
  mentions: number;
}

/** A DM or group, with its name. */
export interface DmTarget {
  id: Id;
  name: string;
  /** The other user, unless it is a group. */
  userId?: Id;
}

/** An action. */
export interface Action {
  id: string;
  name: string;
  icon: React.ReactNode;
  run: () => void;
}

export interface Entry extends Unread {
  kind: Kind;
  /** The id of the channel, user, guild, DM or action. */
  id: Id;
  name: string;
  /** The location it belongs to, in words. */
  detail: string;
  /** Folded, for the search. */
  names: readonly string[];
  where: string;
  /** How many visits ago it was open; null if not recently. */
  recent: number | null;
  /** Its default position among its kind. */
  order: number;
  guildId?: Id;
  user?: User;
  guild?: GuildEntity;
  action?: Action;
}

export interface Sources {
  state: State;
  dms: readonly DmTarget[];
  actions: readonly Action[];
  recent: readonly Id[];
  unreadOf: (channelId: Id) => Unread;
}

const NOTHING: Unread = { unread: false, mentions: 0 };

export function entriesFrom(sources: Sources): readonly Entry[] {
  return [
    ...channels(sources),
    ...dms(sources),
    ...users(sources),
    ...guilds(sources),
    ...actions(sources),
  ].map((entry, order) => ({ ...entry, order }));
}

type Draft = Omit<Entry, 'order'>;

function recency(recent: readonly Id[], id: Id): number | null {
  const at = recent.indexOf(id);
  return at === -1 ? null : at;
}

function channels({ state, recent, unreadOf }: Sources): Draft[] {
  return Object.values(state.channels)
    .filter(({ type }) => type === TEXT_CHANNEL)
    .sort((a, b) => guildPlace(state, a) - guildPlace(state, b) || a.position - b.position)
    .map(({ id, name, guild_id: guildId }) => {
      const detail = state.guilds[guildId]?.name ?? '';
      const found = { kind: 'channel' as const, id, name, detail, guildId };
      return { ...found, ...searched([name], detail), ...unreadOf(id), recent: recency(recent, id) };
    });
}

const guildPlace = (state: State, channel: Channel): number => state.guildOrder.indexOf(channel.guild_id);

function dms({ state, recent, unreadOf, dms }: Sources): Draft[] {
  return dms.map(({ id, name, userId }) => {
    const user = userId === undefined ? undefined : state.users[userId];
    const detail = user === undefined ? '' : `@${user.username}`;
    const names = user === undefined ? [name] : [name, ...namesOf(state, user)];
    const found = { kind: 'dm' as const, id, name, detail, user };
    return { ...found, ...searched(names, detail), ...unreadOf(id), recent: recency(recent, id) };
  });
}

/** Users who share a guild, as far as known; those with a DM are listed as DMs. */
function users({ state, dms }: Sources): Draft[] {
  const members = new Set(Object.values(state.members).flatMap((ofGuild) => Object.keys(ofGuild)));
  const met = new Set(dms.map(({ userId }) => userId));
  return [...members].flatMap((userId) => {
    const user = state.users[userId];
    if (user === undefined || userId === state.me?.id || met.has(userId) || isGone(user)) return [];
    const name = displayName(user);
    const found = { kind: 'user' as const, id: userId, name, detail: `@${user.username}`, user };
    return [{ ...found, ...searched(namesOf(state, user), ''), ...NOTHING, recent: null }];
  });
}

/** All names of a user. */
function namesOf(state: State, user: User): string[] {
  const nicks = Object.values(state.members).flatMap((ofGuild) => ofGuild[user.id]?.nick ?? []);
  return [displayName(user), user.username, ...nicks];
}

function guilds({ state, unreadOf }: Sources): Draft[] {
  return state.guildOrder.flatMap((id) => {
    const guild = state.guilds[id];
    if (guild === undefined) return [];
    const ofChannels = Object.values(state.channels).filter((channel) => channel.guild_id === id);
    const news = ofChannels.map((channel) => unreadOf(channel.id));
    const unread = news.some((one) => one.unread);
    const mentions = news.reduce((sum, one) => sum + one.mentions, 0);
    const found = { kind: 'guild' as const, id, name: guild.name, detail: '', guild };
    return [{ ...found, ...searched([guild.name], ''), unread, mentions, recent: null }];
  });
}

function actions({ actions }: Sources): Draft[] {
  return actions.map((action) => {
    const found = { kind: 'action' as const, id: action.id, name: action.name, detail: '', action };
    return { ...found, ...searched([action.name], ''), ...NOTHING, recent: null };
  });
}

const searched = (names: readonly string[], where: string) => ({
  names: [...new Set(names.map(fold))],
  where: fold(where),
});
