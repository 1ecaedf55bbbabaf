/**
 * Reads payloads that may be damaged. What has no id is nothing (null); what lacks a list or a text gets an empty
 * one; so that one bad item is skipped and a screen never meets `undefined`.
 */
import { withUsualValues } from '@/api/current-user';
import type {
  Channel,
  CurrentUser,
  Guild,
  Member,
  Message,
  Overwrite,
  PartialMember,
  Role,
  Status,
  User,
} from '@/api/gen';

type Loose = Record<string, unknown>;

export function object(value: unknown): Loose | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null;
}

export const text = (value: unknown, fallback = ''): string => (typeof value === 'string' ? value : fallback);
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).filter((item) => typeof item === 'string');

/** The id, if it is one: decimal digits in a string. */
export function id(value: unknown): string | null {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : null;
}

/** The good items of a list. */
export function each<T>(value: unknown, read: (item: unknown) => T | null): T[] {
  return list(value)
    .map(read)
    .filter((item) => item !== null);
}

export function readUser(value: unknown): User | null {
  const raw = object(value);
  const userId = id(raw?.id);
  if (raw === null || userId === null) return null;
  return {
    ...(raw as unknown as User),
    username: text(raw.username),
    global_name: textOrNull(raw.global_name),
    avatar: textOrNull(raw.avatar),
  };
}

export function readMe(value: unknown): CurrentUser | null {
  const user = readUser(value);
  return user === null ? null : withUsualValues(user as CurrentUser);
}

export function readPartialMember(value: unknown): PartialMember | null {
  const raw = object(value);
  if (raw === null) return null;
  return { ...(raw as unknown as PartialMember), roles: texts(raw.roles), nick: textOrNull(raw.nick) };
}

export function readMember(value: unknown): Member | null {
  const user = readUser(object(value)?.user);
  const member = readPartialMember(value);
  return user === null || member === null ? null : { ...member, user };
}

export function readRole(value: unknown): Role | null {
  const raw = object(value);
  if (raw === null || id(raw.id) === null) return null;
  return {
    ...(raw as unknown as Role),
    name: text(raw.name),
    color: number(raw.color),
    position: number(raw.position),
    permissions: bits(raw.permissions),
  };
}

function readOverwrite(value: unknown): Overwrite | null {
  const raw = object(value);
  const targetId = id(raw?.id);
  if (raw === null || targetId === null) return null;
  return { id: targetId, type: number(raw.type), allow: bits(raw.allow), deny: bits(raw.deny) };
}

/** `guildId` for GUILD_CREATE, whose channels may leave it out. */
export function readChannel(value: unknown, guildId?: string): Channel | null {
  const raw = object(value);
  const channelId = id(raw?.id);
  const guild = id(raw?.guild_id) ?? guildId;
  if (raw === null || channelId === null || guild === undefined) return null;
  return {
    ...(raw as unknown as Channel),
    guild_id: guild,
    name: text(raw.name),
    type: number(raw.type),
    position: number(raw.position),
    parent_id: id(raw.parent_id),
    topic: textOrNull(raw.topic),
    last_message_id: id(raw.last_message_id),
    permission_overwrites: each(raw.permission_overwrites, readOverwrite),
  };
}

export function readGuild(value: unknown): Guild | null {
  const raw = object(value);
  if (raw === null || id(raw.id) === null) return null;
  return {
    ...(raw as unknown as Guild),
    name: text(raw.name),
    icon: textOrNull(raw.icon),
    owner_id: text(raw.owner_id),
    features: texts(raw.features),
    roles: each(raw.roles, readRole),
  };
}

export function readMessage(value: unknown): Message | null {
  const raw = object(value);
  const author = readUser(raw?.author);
  if (raw === null || author === null || id(raw.id) === null || id(raw.channel_id) === null) return null;
  const { referenced_message: referenced, ...rest } = raw;
  const message: Message = {
    ...(rest as unknown as Message),
    author,
    type: number(raw.type),
    content: text(raw.content),
    timestamp: text(raw.timestamp),
    edited_timestamp: textOrNull(raw.edited_timestamp),
    attachments: each(
      raw.attachments,
      (item) => (object(item) as unknown as Message['attachments'][number]) ?? null,
    ),
    embeds: each(raw.embeds, object),
    mentions: each(raw.mentions, readUser),
    mention_roles: texts(raw.mention_roles),
    mention_everyone: raw.mention_everyone === true,
  };
  if (referenced !== undefined)
    message.referenced_message = referenced === null ? null : readMessage(referenced);
  return message;
}

const STATUSES: readonly string[] = ['online', 'idle', 'dnd', 'offline'];

/** The activity that is a line of a person's own. */
const CUSTOM_STATUS = 4;

export interface ReadPresence {
  userId: string;
  status: Status;
  /** Empty when the person says nothing. */
  customStatus: string;
}

export function readPresence(value: unknown): ReadPresence | null {
  const raw = object(value);
  const userId = id(object(raw?.user)?.id);
  if (raw === null || userId === null) return null;
  const custom = each(raw.activities, object).find(({ type }) => type === CUSTOM_STATUS);
  return {
    userId,
    status: STATUSES.includes(text(raw.status)) ? (raw.status as Status) : 'offline',
    customStatus: text(custom?.state),
  };
}

/** Permission bits as decimal text; anything else is no permission. */
function bits(value: unknown): string {
  return typeof value === 'string' && /^\d+$/.test(value) ? value : '0';
}
