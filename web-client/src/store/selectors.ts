/**
 * Reads of the live state for components: the only interface of the store for features. Each hook returns the
 * same value while nothing it depends on has changed.
 */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Channel, CurrentUser, Message, PresenceStatus, Role, User, VisibleStatus } from '@/api/gen';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { compareIds } from '@/lib/ids';
import { bitOf, IN_DM, type PermissionBit, permissionsOf } from './guilds/permissions';
import type { MemberList } from './members/list';
import { type ChannelLog, emptyLog } from './messages/channel-log';
import type { Connection, GuildEntity, Id, MemberEntity, MembersLoad, PendingMessage, State } from './state';
import { choiceOf, ownPresence, ownWord } from './users/own-status';

export type { PermissionName } from './guilds/permissions';
export type { ChannelLog, LogRow } from './messages/channel-log';
export * from './read-states/selectors';
export type {
  Connection,
  ConnectionPhase,
  DmEntity,
  GuildEntity,
  MemberEntity,
  PendingMessage,
} from './state';

export const TEXT_CHANNEL = 0;
export const CATEGORY = 4;

const EMPTY: readonly never[] = [];

function useLive<T>(select: (state: State) => T): T {
  const client = useClient();
  return useStore(client.store, select);
}

export const useMe = (): CurrentUser | null => useLive((state) => state.me);
/** When the shown state was stored, while the server has not responded; otherwise null. */
export const useLastKnown = (): number | null => useLive((state) => state.lastKnown);
export const useConnection = (): Connection => useLive((state) => state.connection);

/** Everything READY announced has arrived: what is missing does not exist. */
export const useGuildsComplete = (): boolean =>
  useLive((state) => state.me !== null && state.awaitedGuilds.length === 0);

export function useGuilds(): readonly GuildEntity[] {
  return useLive(
    useShallow((state) =>
      state.guildOrder.map((id) => state.guilds[id]).filter((guild) => guild !== undefined),
    ),
  );
}

export const useGuild = (guildId: Id | undefined): GuildEntity | undefined =>
  useLive((state) => (guildId === undefined ? undefined : state.guilds[guildId]));

export const useChannel = (channelId: Id | undefined): Channel | undefined =>
  useLive((state) => (channelId === undefined ? undefined : state.channels[channelId]));

/** By position, then by id; categories and channels together. */
export function useChannels(guildId: Id | undefined): readonly Channel[] {
  return useLive(useShallow((state) => channelsOf(state, guildId)));
}

export function channelsOf(state: State, guildId: Id | undefined): readonly Channel[] {
  return Object.values(state.channels)
    .filter((channel) => channel.guild_id === guildId)
    .sort((a, b) => a.position - b.position || compareIds(a.id, b.id));
}

export interface ChannelGroup {
  /** Null for the channels without a category. */
  category: Channel | null;
  channels: readonly Channel[];
}

/** Text channels as the list shows them: without a category first, then category by category. */
export function useChannelGroups(guildId: Id | undefined): readonly ChannelGroup[] {
  const channels = useChannels(guildId);
  return useMemo(() => {
    const categories = channels.filter((channel) => channel.type === CATEGORY);
    const inCategory = (parentId: Id | null) =>
      channels.filter(
        (channel) =>
          channel.type !== CATEGORY &&
          (categories.some(({ id }) => id === channel.parent_id) ? channel.parent_id : null) === parentId,
      );
    const loose = inCategory(null);
    const groups = categories.map((category) => ({ category, channels: inCategory(category.id) }));
    return loose.length === 0 ? groups : [{ category: null, channels: loose }, ...groups];
  }, [channels]);
}

/** The first channel shown in a guild. */
export function useFirstChannel(guildId: Id | undefined): Channel | undefined {
  return useChannelGroups(guildId).flatMap((group) => group.channels)[0];
}

/** Highest first. */
export function useRoles(guildId: Id | undefined): readonly Role[] {
  return useLive(
    useShallow((state) =>
      Object.values((guildId === undefined ? undefined : state.roles[guildId]) ?? {}).sort(
        (a, b) => b.position - a.position || compareIds(a.id, b.id),
      ),
    ),
  );
}

export const useUser = (userId: Id | undefined): User | undefined =>
  useLive((state) => (userId === undefined ? undefined : state.users[userId]));

export const useMember = (guildId: Id | undefined, userId: Id | undefined): MemberEntity | undefined =>
  useLive((state) =>
    guildId === undefined || userId === undefined ? undefined : state.members[guildId]?.[userId],
  );

export const displayName = (user: Pick<User, 'username' | 'global_name'>, nick?: string | null): string =>
  nick || user.global_name || user.username;

/** Whether the account is deleted. The server reserves this name for deleted accounts. */
export const isGone = ({ id, username }: Pick<User, 'id' | 'username'>): boolean =>
  username === `deleted_user_${id}`;

/** The name of an author, whose account may be deleted. */
export function useNaming(): (author: Pick<User, 'id' | 'username' | 'global_name'>) => string {
  const gone = useText()('user.gone');
  return (author) => (isGone(author) ? gone : displayName(author));
}

/** The name in this guild; empty for unknown users. */
export function useDisplayName(guildId: Id | undefined, userId: Id | undefined): string {
  const gone = useText()('user.gone');
  return useLive((state) => nameOf(state, guildId, userId, gone));
}

/** `gone` is the name of users whose account is deleted. */
export function nameOf(state: State, guildId: Id | undefined, userId: Id | undefined, gone: string): string {
  const user = userId === undefined ? undefined : state.users[userId];
  if (user === undefined) return '';
  if (isGone(user)) return gone;
  return displayName(user, guildId === undefined ? null : state.members[guildId]?.[user.id]?.nick);
}

/** A user with their name in this place. */
export interface NamedUser {
  user: User;
  name: string;
}

export interface MemberInList extends NamedUser {
  member: MemberEntity;
}

/** By name, ignoring case, in the user's alphabet. */
export function useMembers(guildId: Id | undefined): readonly MemberInList[] {
  const members = useLive((state) => (guildId === undefined ? undefined : state.members[guildId]));
  const users = useLive((state) => state.users);
  return useMemo(() => {
    const collator = new Intl.Collator(document.documentElement.lang || undefined, { sensitivity: 'base' });
    return Object.values(members ?? {})
      .flatMap((member) => {
        const user = users[member.userId];
        return user === undefined ? [] : [{ user, member, name: displayName(user, member.nick) }];
      })
      .sort((a, b) => collator.compare(a.name, b.name));
  }, [members, users]);
}

export const useMembersLoad = (guildId: Id | undefined): MembersLoad | undefined =>
  useLive((state) => (guildId === undefined ? undefined : state.membersLoad[guildId]));

/** For the current user what others see; for others the last presence received. */
export const usePresence = (id: Id | undefined): VisibleStatus => useLive((state) => presenceOf(state, id));

export function presenceOf(state: State, userId: Id | undefined): VisibleStatus {
  if (userId === undefined) return 'offline';
  if (userId === state.me?.id) return ownPresence(state);
  return state.presences[userId] ?? 'offline';
}

/** The custom status; empty without one. */
export const useCustomStatus = (userId: Id | undefined): string =>
  useLive((state) => {
    if (userId === undefined) return '';
    if (userId === state.me?.id) return state.me.chatspace?.custom_status ?? '';
    return state.customStatuses[userId] ?? '';
  });

/** The status that the user has chosen. */
export const useStatusChoice = (): PresenceStatus => useLive(choiceOf);

/** The name of the user's own presence, as shown to themselves. */
export const useOwnWord = (): VisibleStatus | 'invisible' => useLive(ownWord);

/** The list of members, if it is that of this guild. */
export const useMemberList = (guildId: Id): MemberList | undefined =>
  useLive((state) => (state.memberList?.guildId === guildId ? state.memberList : undefined));

export const usePresences = (): Readonly<Record<Id, VisibleStatus>> => useLive((state) => state.presences);

/** Other users typing here, the first one at the front; blocked users are left out. */
export function useTyping(channelId: Id | undefined): readonly Id[] {
  return useLive(
    useShallow((state) => {
      const typing = (channelId === undefined ? undefined : state.typing[channelId]) ?? {};
      return Object.keys(typing).filter((userId) => userId !== state.me?.id && !state.blocks.has(userId));
    }),
  );
}

export const useChannelLog = (channelId: Id): ChannelLog =>
  useLive((state) => state.logs[channelId] ?? emptyLog);

/** Unsent messages, in the order of writing. */
export const usePending = (channelId: Id): readonly PendingMessage[] =>
  useLive((state) => state.outbox[channelId] ?? EMPTY);

/** A message, if it is in the window of its channel. */
export const useMessage = (channelId: Id, messageId: Id | null): Message | undefined =>
  useLive((state) =>
    messageId === null
      ? undefined
      : state.logs[channelId]?.rows.find((row) => row.message.id === messageId)?.message,
  );

/** Whether the reader may do this in the channel. */
export function useCan(channelId: Id | undefined, permission: PermissionBit): boolean {
  const { clock } = useClient();
  return useLive((state) => {
    if (channelId !== undefined && channelId in state.dms)
      return state.lastKnown === null && (IN_DM & bitOf(permission)) !== 0n;
    const channel = channelId === undefined ? undefined : state.channels[channelId];
    return channel !== undefined && can(state, clock.now(), permission, channel.guild_id, channel.id);
  });
}

/** Whether the reader may do this in the guild as a whole. */
export function useCanInGuild(guildId: Id | undefined, permission: PermissionBit): boolean {
  const { clock } = useClient();
  return useLive((state) => guildId !== undefined && can(state, clock.now(), permission, guildId));
}

function can(state: State, now: number, permission: PermissionBit, guildId: Id, channelId?: Id): boolean {
  if (state.me === null || state.lastKnown !== null) return false;
  return (permissionsOf(state, now, state.me.id, guildId, channelId) & bitOf(permission)) !== 0n;
}
