/** Op codes, close codes and frames of the gateway. The payloads of events come from the generated API types. */
import type {
  BlocksUpdate,
  Channel,
  CurrentUser,
  GatewayMessage,
  Guild,
  GuildCreate,
  GuildDelete,
  GuildMember,
  GuildMemberRemove,
  GuildMembersChunk,
  InviteCreate,
  InviteDelete,
  MemberListUpdate,
  Message,
  MessageAck,
  MessageDelete,
  MessageDeleteBulk,
  NotificationSetting,
  Presence,
  PresenceUpdate,
  PrivateChannel,
  PrivateChannelDelete,
  Ready,
  Resumed,
  Settings,
  TypingStart,
} from '@/api/gen';

export const Op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
  messageSend: 200,
  messageEdit: 201,
  messageDelete: 202,
  typing: 203,
  readAck: 204,
  reauth: 205,
  memberList: 206,
  result: 210,
  tokenExpiring: 211,
} as const;

/** How the nonce of a question for some members begins: its answer is not the whole list. */
export const SEARCH_NONCE = 's';

/** Close codes that change what happens next; every other one means: reconnect and RESUME. */
export const Close = {
  /** Ours: the connection is dead or damaged, the session is kept. */
  resumable: 4000,
  tokenDead: 4004,
  invalidSequence: 4007,
  sessionTimedOut: 4009,
  tokenExpired: 4100,
  replaced: 4901,
} as const;

/** The server will never accept this client; trying again is useless. */
export const FATAL_CLOSE_CODES: readonly number[] = [4010, 4011, 4012, 4013, 4014];

/**
 * All subscriptions that ChatSpace has events for: guilds, members, invites, presences, messages and typing in guilds,
 * messages and typing in direct messages.
 */
export const INTENTS =
  (1 << 0) | (1 << 1) | (1 << 6) | (1 << 8) | (1 << 9) | (1 << 11) | (1 << 12) | (1 << 14);

export interface EventPayloads {
  READY: Ready;
  RESUMED: Resumed;
  GUILD_CREATE: GuildCreate;
  GUILD_UPDATE: Guild;
  GUILD_DELETE: GuildDelete;
  CHANNEL_CREATE: Channel;
  CHANNEL_UPDATE: Channel;
  CHANNEL_DELETE: Channel;
  GUILD_MEMBER_ADD: GuildMember;
  GUILD_MEMBER_UPDATE: GuildMember;
  GUILD_MEMBER_REMOVE: GuildMemberRemove;
  GUILD_MEMBERS_CHUNK: GuildMembersChunk;
  MESSAGE_CREATE: GatewayMessage;
  MESSAGE_UPDATE: GatewayMessage;
  MESSAGE_DELETE: MessageDelete;
  MESSAGE_DELETE_BULK: MessageDeleteBulk;
  TYPING_START: TypingStart;
  PRESENCE_UPDATE: PresenceUpdate;
  INVITE_CREATE: InviteCreate;
  INVITE_DELETE: InviteDelete;
  USER_UPDATE: CurrentUser;
  CHATSPACE_MESSAGE_ACK: MessageAck;
  CHATSPACE_NOTIFICATION_SETTINGS_UPDATE: NotificationSetting;
  CHATSPACE_PRIVATE_CHANNEL_UPDATE: PrivateChannel;
  CHATSPACE_PRIVATE_CHANNEL_DELETE: PrivateChannelDelete;
  CHATSPACE_BLOCKS_UPDATE: BlocksUpdate;
  CHATSPACE_MEMBER_LIST_UPDATE: MemberListUpdate;
  CHATSPACE_PRESENCE_UPDATE: Presence;
  CHATSPACE_SETTINGS_UPDATE: Settings;
}

export type EventName = keyof EventPayloads;

/** An event as it came; its name may be unknown and its payload damaged. */
export interface Dispatch {
  name: string;
  payload: unknown;
}

export interface Frame {
  op: number;
  d?: unknown;
  s?: number | null;
  t?: string | null;
}

/** The answer to a request with a nonce. */
export type Result =
  | { nonce: string; op: number; ok: true; data: Message | null }
  | {
      nonce: string;
      op: number;
      ok: false;
      status: number;
      code: number;
      message: string;
      errors?: Record<string, unknown>;
      retry_after?: number;
    };

/** A frame as text. Half a surrogate pair is no text; the server would close on it. */
export function frameText(frame: Frame | { op: number; d: unknown }): string {
  return JSON.stringify(frame, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value,
  );
}

/** A frame from text; null when it is not one. */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null) return null;
    return typeof (frame as Frame).op === 'number' ? (frame as Frame) : null;
  } catch {
    return null;
  }
}
