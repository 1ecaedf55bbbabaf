/** Selectors of unread state. Part of `selectors`, through which features take it. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Channel, Level, NotificationSetting } from '@/api/gen';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { compareIds, isNewerId } from '@/lib/ids';
import { inheritedLevelOf, isMuted, settingOf } from '@/store/notifications/rules';
import type { GuildEntity, Id, State } from '@/store/state';
import { mentionsIn, readUpTo } from './reading';

/** The type of channels with messages; a category is unread through its channels only. */
const TEXT = 0;

export interface Unread {
  /** Shows a dot: there are unread messages, and it is not muted. */
  unread: boolean;
  /** Shows a count. */
  mentions: number;
}

const READ: Unread = { unread: false, mentions: 0 };

/** Whether there are unread messages, muted or not. */
export function hasNews(state: State, channelId: Id): boolean {
  const channel = state.channels[channelId];
  if (channel === undefined) return mentionsIn(state.reading, channelId) > 0;
  const last = channel.last_message_id;
  return (
    channel.type === TEXT &&
    typeof last === 'string' &&
    isNewerId(last, readUpTo(state.reading, channelId, channel.guild_id))
  );
}

export function unreadOf(state: State, channelId: Id): Unread {
  const mentions = mentionsIn(state.reading, channelId);
  const unread = hasNews(state, channelId);
  if (!unread && mentions === 0) return READ;
  if (!isMuted(state, channelId)) return { unread, mentions };
  // In a DM each message counts, so its count adds nothing to the dot.
  return channelId in state.channels ? { unread: false, mentions } : READ;
}

export function guildUnreadOf(state: State, guildId: Id): Unread {
  const all = textChannelsOf(state, guildId).map(({ id }) => unreadOf(state, id));
  return {
    unread: all.some(({ unread }) => unread),
    mentions: all.reduce((sum, { mentions }) => sum + mentions, 0),
  };
}

export const textChannelsOf = (state: State, guildId: Id): Channel[] =>
  Object.values(state.channels).filter(({ guild_id, type }) => guild_id === guildId && type === TEXT);

/** Unread messages in DMs: each one counts. */
export const dmMentionsOf = (state: State): number => mentionsOf(state, Object.keys(state.dms));

/** The total of all counts. */
export const allMentionsOf = (state: State): number => mentionsOf(state, Object.keys(state.reading.marks));

const mentionsOf = (state: State, channelIds: readonly Id[]): number =>
  channelIds.reduce((sum, id) => sum + unreadOf(state, id).mentions, 0);

export const useUnread = (channelId: Id): Unread => {
  const client = useClient();
  return useStore(
    client.store,
    useShallow((state) => unreadOf(state, channelId)),
  );
};

export const useGuildUnread = (guildId: Id): Unread => {
  const client = useClient();
  return useStore(
    client.store,
    useShallow((state) => guildUnreadOf(state, guildId)),
  );
};

export const useDmMentions = (): number => {
  const client = useClient();
  return useStore(client.store, dmMentionsOf);
};
export const useAllMentions = (): number => {
  const client = useClient();
  return useStore(client.store, allMentionsOf);
};

/** Up to where the channel is read. */
export function readUpToNow(client: Client, channelId: Id): Id {
  const { channels, reading } = client.store.getState();
  return readUpTo(reading, channelId, channels[channelId]?.guild_id);
}

/** Up to where the channel is read, if there is something after that. */
export const unreadAfter = (client: Client, channelId: Id): Id | undefined =>
  hasNews(client.store.getState(), channelId) ? readUpToNow(client, channelId) : undefined;

/** Whether the user has unread messages in the channel, muted or not. */
export const useHasNews = (channelId: Id): boolean => {
  const client = useClient();
  return useStore(client.store, (state) => hasNews(state, channelId));
};

export const useMuted = (scopeId: Id): boolean => {
  const client = useClient();
  return useStore(client.store, (state) => isMuted(state, scopeId));
};

/** The settings of the scope itself. */
export const useNotificationSetting = (scopeId: Id): NotificationSetting => {
  const client = useClient();
  return useStore(
    client.store,
    useShallow((state) => settingOf(state, scopeId)),
  );
};

export const useInheritedLevel = (scopeId: Id): Level => {
  const client = useClient();
  return useStore(client.store, (state) => inheritedLevelOf(state, scopeId));
};

/** Shows a dot or a count now: for shortcuts that look for the next such channel. */
export function isUnread(client: Client, channelId: Id): boolean {
  const { unread, mentions } = unreadOf(client.store.getState(), channelId);
  return unread || mentions > 0;
}

/** Shows a count now. */
export const hasMentions = (client: Client, channelId: Id): boolean =>
  unreadOf(client.store.getState(), channelId).mentions > 0;

export interface UnreadChannels {
  guild: GuildEntity;
  channels: readonly Channel[];
}

/**
 * Guilds with unread messages in the order of the rail, each with its unread channels in the order of the
 * list.
 */
export function useUnreadChannels(): readonly UnreadChannels[] {
  const client = useClient();
  // One text represents all of it, so that the list is rebuilt only when it changes.
  const ids = useStore(client.store, unreadIdsOf);
  return useMemo(() => {
    const state = client.store.getState();
    const channels = ids.split(' ').flatMap((id) => state.channels[id] ?? []);
    return state.guildOrder.flatMap((guildId) => {
      const guild = state.guilds[guildId];
      const inGuild = channels.filter((channel) => channel.guild_id === guildId);
      return guild === undefined || inGuild.length === 0 ? [] : [{ guild, channels: inGuild }];
    });
  }, [ids, client]);
}

function unreadIdsOf(state: State): string {
  const worth = Object.values(state.channels).filter(({ id }) => {
    const { unread, mentions } = unreadOf(state, id);
    return unread || mentions > 0;
  });
  return worth
    .toSorted((a, b) => a.position - b.position || compareIds(a.id, b.id))
    .map(({ id }) => id)
    .join(' ');
}

/** DMs with unread messages, newest first. */
export const useUnreadDms = (): readonly Id[] => {
  const client = useClient();
  return useStore(
    client.store,
    useShallow((state) =>
      Object.values(state.dms)
        .filter(({ id }) => unreadOf(state, id).mentions > 0)
        .sort((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id))
        .map(({ id }) => id),
    ),
  );
};
