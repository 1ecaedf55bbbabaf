/** Payloads as the server sends them, for tests: complete, with realistic ids. */
import type { Channel, CurrentUser, GuildCreate, Member, Message, Presence, Role, User } from '@/api/gen';
import { idAt } from '@/lib/ids';

const START = Date.UTC(2026, 9, 1, 9);
let counter = 0;

/** The next id, greater than all before. */
export function nextId(): string {
  counter += 1;
  return idAt(START + counter * 1000, counter % 4096);
}

export const wireTime = (date: Date): string => date.toISOString().replace('Z', '000+00:00');

export function aUser(username: string, more: Partial<User> = {}): User {
  return {
    id: nextId(),
    username,
    global_name: null,
    discriminator: '0',
    avatar: null,
    banner: null,
    accent_color: null,
    public_flags: 0,
    bot: false,
    system: false,
    ...more,
  };
}

export function currentUser(user: User): CurrentUser {
  return {
    ...user,
    bio: '',
    email: `${user.username}@example.org`,
    verified: true,
    locale: 'uk',
    mfa_enabled: false,
    flags: 0,
    premium_type: 0,
    chatspace: { operator: false, pending_email: null, custom_status: null, custom_status_expires_at: null },
  };
}

export function aMember(user: User, more: Partial<Member> = {}): Member {
  return {
    user,
    roles: [],
    joined_at: wireTime(new Date(START)),
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
    avatar: null,
    banner: null,
    premium_since: null,
    communication_disabled_until: null,
    pending: false,
    ...more,
  };
}

export function aRole(id: string, name: string, permissions: bigint, more: Partial<Role> = {}): Role {
  return {
    id,
    name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: 0,
    permissions: String(permissions),
    managed: false,
    mentionable: false,
    flags: 0,
    ...more,
  };
}

export function aChannel(guildId: string, name: string, more: Partial<Channel> = {}): Channel {
  return {
    id: nextId(),
    guild_id: guildId,
    type: 0,
    name,
    position: 0,
    permission_overwrites: [],
    parent_id: null,
    flags: 0,
    nsfw: false,
    topic: null,
    rate_limit_per_user: 0,
    last_message_id: null,
    last_pin_timestamp: null,
    default_auto_archive_duration: 4320,
    ...more,
  };
}

interface GuildParts {
  id: string;
  name: string;
  owner: User;
  roles: Role[];
  channels: Channel[];
  members: Member[];
  presences?: Presence[];
  memberCount?: number;
}

export function guildCreate(parts: GuildParts): GuildCreate {
  return {
    id: parts.id,
    name: parts.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: parts.owner.id,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    emojis: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 0,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    public_updates_channel_id: null,
    nsfw_level: 0,
    stickers: [],
    premium_progress_bar_enabled: false,
    roles: parts.roles,
    joined_at: wireTime(new Date(START)),
    large: false,
    unavailable: false,
    member_count: parts.memberCount ?? parts.members.length,
    voice_states: [],
    members: parts.members,
    channels: parts.channels,
    threads: [],
    presences: parts.presences ?? [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function aMessage(
  channelId: string,
  author: User,
  content: string,
  more: Partial<Message> = {},
): Message {
  const id = more.id ?? nextId();
  return {
    id,
    type: 0,
    content,
    channel_id: channelId,
    author,
    attachments: [],
    embeds: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    timestamp: wireTime(new Date(Number((BigInt(id) >> 22n) + 1_420_070_400_000n))),
    edited_timestamp: null,
    flags: 0,
    components: [],
    reactions: [],
    ...more,
  };
}
