/**
 * Everything that lives on the gateway, normalised. Written by `gateway` and `outbox` only; values are never changed in
 * place, so that a component can detect by identity whether its part is new.
 */
import type {
  Channel,
  CurrentUser,
  DmChannel,
  Guild,
  Message,
  PartialMember,
  Role,
  Settings,
  User,
  VisibleStatus,
} from '@/api/gen';
import type { MemberList } from './members/list-state';
import type { ChannelLog } from './messages/channel-log';
import { emptyReading, type Reading } from './read-states/state';

export type Id = string;
export type { Channel, Message, Role, User, VisibleStatus };

export type ConnectionPhase = 'idle' | 'connecting' | 'online' | 'reconnecting' | 'replaced' | 'refused';

export interface Connection {
  phase: ConnectionPhase;
  /** When this phase began. */
  since: number;
  /** When the next attempt is made, while reconnecting. */
  retryAt: number | null;
}

/** A guild without its separately stored parts. */
export type GuildEntity = Omit<Guild, 'roles'> & {
  memberCount: number;
};

/** A DM or group. Its recipients are the others, never the current user. */
export type DmEntity = Omit<DmChannel, 'recipients' | 'name' | 'icon' | 'owner_id'> & {
  /** Of a group that has them; null for a DM. */
  name: string | null;
  icon: string | null;
  owner_id: Id | null;
  recipientIds: readonly Id[];
};

export type MemberEntity = PartialMember & { userId: Id };

export type MembersLoad = 'loading' | 'loaded';

export interface PendingMessage {
  nonce: string;
  channelId: Id;
  content: string;
  replyTo: Message | null;
  createdAt: number;
  /**
   * queued: waits for its turn or the connection; sending: no response yet; limited: waits until `retryAt`; failed:
   * refused by the server, waits for the author's decision.
   */
  state: 'queued' | 'sending' | 'limited' | 'failed';
  retryAt: number | null;
  /** Why it failed: status, code and the first field's code of the server's error. Status 0: no answer ever came. */
  failure: { status: number; code: number; field: string | null } | null;
  /** Number of attempts without a response. */
  losses: number;
}

export interface State {
  me: CurrentUser | null;
  /**
   * When this state was known, if it was loaded from this device: it is read-only. Null as soon as the server has
   * responded.
   */
  lastKnown: number | null;
  connection: Connection;
  guilds: Record<Id, GuildEntity>;
  /** In the order of joining; guilds of READY that have not arrived yet are missing. */
  guildOrder: readonly Id[];
  /** Listed in READY; their GUILD_CREATE has not arrived yet. */
  awaitedGuilds: readonly Id[];
  channels: Record<Id, Channel>;
  /** Direct messages and groups that are open. */
  dms: Record<Id, DmEntity>;
  /** Blocked users. */
  blocks: ReadonlySet<Id>;
  /** Null until they have arrived. */
  settings: Settings | null;
  roles: Record<Id, Record<Id, Role>>;
  members: Record<Id, Record<Id, MemberEntity>>;
  membersLoad: Record<Id, MembersLoad>;
  users: Record<Id, User>;
  presences: Record<Id, VisibleStatus>;
  /** Custom statuses; users without one are missing. */
  customStatuses: Record<Id, string>;
  /** Whether this device is idle. */
  away: boolean;
  /** The member list beside the log, while it is visible. */
  memberList: MemberList | null;
  /** By channel and user: when the typing ends. */
  typing: Record<Id, Record<Id, number>>;
  logs: Record<Id, ChannelLog>;
  outbox: Record<Id, readonly PendingMessage[]>;
  /** Read states and notification settings. */
  reading: Reading;
}

export function emptyState(): State {
  return {
    me: null,
    lastKnown: null,
    connection: { phase: 'idle', since: Date.now(), retryAt: null },
    guilds: {},
    guildOrder: [],
    awaitedGuilds: [],
    channels: {},
    dms: {},
    blocks: new Set(),
    settings: null,
    roles: {},
    members: {},
    membersLoad: {},
    users: {},
    presences: {},
    customStatuses: {},
    away: false,
    memberList: null,
    typing: {},
    logs: {},
    outbox: {},
    reading: emptyReading,
  };
}

export function without<T>(record: Record<Id, T>, id: Id): Record<Id, T> {
  if (!(id in record)) return record;
  const { [id]: _, ...rest } = record;
  return rest;
}
