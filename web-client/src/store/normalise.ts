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
  Reaction,
  Role,
  Status,
  User,
} from '@/api/gen';
import { isId } from '@/lib/ids';

type Loose = Record<string, unknown>;

export function object(value: unknown): Loose | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null;
}

/** Above the server's limits; longer values are cut, so that they can be rendered. */
const MAX_TEXT = 16_384;
const MAX_NAME = 256;
/** The limit for the parts of one message. */
const MAX_PARTS = 200;

export const text = (value: unknown, fallback = ''): string =>
  typeof value === 'string' ? value.slice(0, MAX_TEXT) : fallback;
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? text(value) : null);
const name = (value: unknown): string => text(value).slice(0, MAX_NAME);
const nameOrNull = (value: unknown): string | null => (typeof value === 'string' ? name(value) : null);
const number = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).filter((item) => typeof item === 'string');

/** A time that can be shown; empty when it is none. */
const time = (value: unknown): string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? name(value) : '';

/** The id, if it is one. */
export const id = (value: unknown): string | null => (isId(value) ? value : null);

/** The good items of a list; one that cannot be read does not take the others along. */
export function each<T>(value: unknown, read: (item: unknown) => T | null): T[] {
  return list(value).flatMap((item) => {
    try {
      const found = read(item);
      return found === null ? [] : [found];
    } catch {
      return [];
    }
  });
}

export function readUser(value: unknown): User | null {
  const raw = object(value);
  const userId = id(raw?.id);
  if (raw === null || userId === null) return null;
  return {
    ...(raw as unknown as User),
    username: name(raw.username),
    global_name: nameOrNull(raw.global_name),
    avatar: nameOrNull(raw.avatar),
    bot: raw.bot === true,
    system: raw.system === true,
  };
}

export function readMe(value: unknown): CurrentUser | null {
  const user = readUser(value);
  return user === null ? null : withUsualValues(user as CurrentUser);
}

export function readPartialMember(value: unknown): PartialMember | null {
  const raw = object(value);
  if (raw === null) return null;
  return {
    ...(raw as unknown as PartialMember),
    roles: texts(raw.roles),
    nick: nameOrNull(raw.nick),
    joined_at: time(raw.joined_at),
  };
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
    name: name(raw.name),
    color: number(raw.color),
    hoist: raw.hoist === true,
    mentionable: raw.mentionable === true,
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
    name: name(raw.name),
    type: number(raw.type),
    position: number(raw.position),
    parent_id: id(raw.parent_id),
    topic: textOrNull(raw.topic),
    nsfw: raw.nsfw === true,
    rate_limit_per_user: number(raw.rate_limit_per_user),
    last_message_id: id(raw.last_message_id),
    permission_overwrites: each(raw.permission_overwrites, readOverwrite),
  };
}

export function readGuild(value: unknown): Guild | null {
  const raw = object(value);
  if (raw === null || id(raw.id) === null) return null;
  return {
    ...(raw as unknown as Guild),
    name: name(raw.name),
    icon: nameOrNull(raw.icon),
    owner_id: id(raw.owner_id) ?? '',
    description: textOrNull(raw.description),
    system_channel_id: id(raw.system_channel_id),
    system_channel_flags: number(raw.system_channel_flags),
    features: texts(raw.features),
    roles: each(raw.roles, readRole),
  };
}

function readAttachment(value: unknown): Message['attachments'][number] | null {
  const raw = object(value);
  if (raw === null) return null;
  return {
    ...(raw as unknown as Message['attachments'][number]),
    id: name(raw.id),
    filename: name(raw.filename),
    url: text(raw.url),
  };
}

/** The emoji of a reaction; null without a character and without an id. */
export function readEmoji(value: unknown): Reaction['emoji'] | null {
  const raw = object(value);
  const emoji = { id: id(raw?.id), name: nameOrNull(raw?.name) || null, animated: raw?.animated === true };
  return emoji.id === null && emoji.name === null ? null : emoji;
}

function readReaction(value: unknown): Reaction | null {
  const raw = object(value);
  const [emoji, normal] = [readEmoji(raw?.emoji), number(raw?.count)];
  const fixed = { count_details: { normal, burst: 0 }, me_burst: false, burst_colors: [] };
  return emoji === null || normal < 1 ? null : { emoji, count: normal, me: raw?.me === true, ...fixed };
}

/** A referenced message is read without its own reference. */
export function readMessage(value: unknown): Message | null {
  const raw = object(value);
  const message = raw === null ? null : readOne(raw);
  if (raw === null || message === null || raw.referenced_message === undefined) return message;
  const referenced = object(raw.referenced_message);
  return { ...message, referenced_message: referenced === null ? null : readOne(referenced) };
}

function readOne(raw: Loose): Message | null {
  const author = readUser(raw.author);
  const messageId = id(raw.id);
  const channelId = id(raw.channel_id);
  if (author === null || messageId === null || channelId === null) return null;
  const { referenced_message: _, nonce, message_reference: reference, ...rest } = raw;
  const answered = id(object(reference)?.message_id);
  return {
    ...(rest as unknown as Message),
    id: messageId,
    channel_id: channelId,
    author,
    type: number(raw.type),
    flags: number(raw.flags),
    content: text(raw.content),
    timestamp: time(raw.timestamp),
    edited_timestamp: time(raw.edited_timestamp) || null,
    attachments: each(list(raw.attachments).slice(0, MAX_PARTS), readAttachment),
    embeds: each(list(raw.embeds).slice(0, MAX_PARTS), object),
    mentions: each(list(raw.mentions).slice(0, MAX_PARTS), readUser),
    mention_roles: texts(raw.mention_roles).slice(0, MAX_PARTS),
    mention_everyone: raw.mention_everyone === true,
    reactions: each(list(raw.reactions).slice(0, MAX_PARTS), readReaction),
    ...((typeof nonce === 'string' || typeof nonce === 'number') && { nonce: name(String(nonce)) }),
    ...(answered !== null && {
      message_reference: {
        ...(object(reference) as Message['message_reference'] & object),
        message_id: answered,
      },
    }),
  };
}

const STATUSES: readonly string[] = ['online', 'idle', 'dnd', 'offline'];

/** The activity that holds the custom status. */
const CUSTOM_STATUS = 4;

export interface ReadPresence {
  userId: string;
  status: Status;
  /** Empty without a custom status. */
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
    customStatus: name(custom?.state),
  };
}

/** Permission bits as decimal text; anything else is no permission. */
function bits(value: unknown): string {
  return typeof value === 'string' && /^\d{1,40}$/.test(value) ? value : '0';
}
