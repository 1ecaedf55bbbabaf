/** A valid payload of each event, about the guild, the channel and the users of a test. */
import type { Message, User } from '@/api/gen';
import { aChannel, aMember, aMessage, aRole, aUser, currentUser, guildCreate, nextId } from './wire';

export interface Places {
  guildId: string;
  channelId: string;
  dmId: string;
  me: User;
  other: User;
}

export function eventsOf({
  guildId,
  channelId,
  dmId,
  me,
  other,
}: Places): [string, Record<string, unknown>][] {
  const channel = aChannel(guildId, 'general', {
    id: channelId,
    topic: 'a topic',
    last_message_id: nextId(),
  });
  const member = aMember(other, { nick: 'Nick', roles: [guildId] });
  const guild = guildCreate({
    id: guildId,
    name: 'Guild',
    owner: me,
    roles: [aRole(guildId, '@everyone', 0x10c01n, { permissions: '1071698660929' })],
    channels: [channel],
    members: [aMember(me), member],
    presences: [{ user: { id: other.id }, status: 'idle', activities: [], client_status: {} } as never],
  });
  const message = messageOf(channelId, me, other);
  const presence = {
    user: { id: other.id },
    guild_id: guildId,
    status: 'dnd',
    activities: [{ type: 4, name: 'Custom', state: 'busy' }],
    client_status: { web: 'dnd' },
  };
  const composer = {
    id: dmId,
    type: 3,
    name: 'group',
    icon: null,
    owner_id: me.id,
    last_message_id: null,
    recipients: [other],
  };
  const setting = {
    scope_id: channelId,
    level: 'all',
    muted: true,
    muted_until: '2027-01-01T00:00:00+00:00',
    suppress_everyone: false,
    suppress_roles: true,
  };
  return [
    ['GUILD_CREATE', { ...guild }],
    ['GUILD_UPDATE', { ...guild, name: 'Renamed' }],
    ['CHANNEL_CREATE', { ...channel }],
    ['CHANNEL_UPDATE', { ...channel, topic: 'another' }],
    ['CHANNEL_DELETE', { ...aChannel(guildId, 'gone') }],
    ['GUILD_ROLE_CREATE', { guild_id: guildId, role: aRole(nextId(), 'helpers', 8n) }],
    ['GUILD_ROLE_UPDATE', { guild_id: guildId, role: aRole(nextId(), 'helpers', 0n) }],
    ['GUILD_ROLE_DELETE', { guild_id: guildId, role_id: nextId() }],
    ['GUILD_MEMBER_ADD', { ...member, guild_id: guildId }],
    ['GUILD_MEMBER_UPDATE', { ...member, guild_id: guildId }],
    ['GUILD_MEMBER_REMOVE', { guild_id: guildId, user: aUser('left') }],
    [
      'GUILD_MEMBERS_CHUNK',
      {
        guild_id: guildId,
        members: [member],
        chunk_index: 0,
        chunk_count: 1,
        presences: [presence],
        nonce: 'm',
      },
    ],
    ['MESSAGE_CREATE', { ...message, guild_id: guildId, member: { ...member, user: undefined } }],
    ['MESSAGE_UPDATE', { ...message, guild_id: guildId, content: 'edited' }],
    [
      'MESSAGE_DELETE',
      { id: nextId(), channel_id: channelId, guild_id: guildId, chatspace: { last_message_id: nextId() } },
    ],
    [
      'CHANNEL_PINS_UPDATE',
      { channel_id: channelId, guild_id: guildId, last_pin_timestamp: '2026-01-01T10:00:00.000000+00:00' },
    ],
    ['MESSAGE_DELETE_BULK', { ids: [nextId(), nextId()], channel_id: channelId, guild_id: guildId }],
    ['TYPING_START', { channel_id: channelId, guild_id: guildId, user_id: other.id, timestamp: 1, member }],
    ['PRESENCE_UPDATE', presence],
    ['CHATSPACE_PRESENCE_UPDATE', presence],
    ['USER_UPDATE', { ...currentUser(me), global_name: 'Another name' }],
    ['INVITE_CREATE', { channel_id: channelId, guild_id: guildId, code: 'abc' }],
    ['INVITE_DELETE', { channel_id: channelId, guild_id: guildId, code: 'abc' }],
    [
      'CHATSPACE_MESSAGE_ACK',
      { read_states: [{ channel_id: channelId, last_read_id: nextId(), mention_count: 1 }] },
    ],
    ['CHATSPACE_NOTIFICATION_SETTINGS_UPDATE', setting],
    ['CHATSPACE_DM_CHANNEL_UPDATE', composer],
    ['CHATSPACE_DM_CHANNEL_DELETE', { id: nextId() }],
    ['CHATSPACE_BLOCKS_UPDATE', { users: [aUser('blocked')] }],
    ['CHATSPACE_SETTINGS_UPDATE', { direct_messages: 'everyone', status: 'online', push_text: false }],
    [
      'CHATSPACE_MEMBER_LIST_UPDATE',
      {
        guild_id: guildId,
        channel_id: channelId,
        row_count: 2,
        groups: [{ id: 'online', count: 1 }],
        ranges: [
          {
            first: 0,
            items: [
              { group: { id: 'online', count: 1 } },
              { member, presence },
              { same: { first: 0, count: 1 } },
            ],
          },
        ],
      },
    ],
  ];
}

/** With every field of a message. */
function messageOf(channelId: string, me: User, other: User): Message {
  const answered = aMessage(channelId, me, 'the **first** one');
  return aMessage(channelId, other, `hello <@${me.id}> @everyone`, {
    type: 19,
    mentions: [me],
    mention_roles: [nextId()],
    mention_everyone: true,
    edited_timestamp: '2026-10-01T09:00:00+00:00',
    attachments: [
      { id: nextId(), filename: 'a.txt', size: 1, url: 'https://example.org/a.txt', proxy_url: '' } as never,
    ],
    embeds: [{ title: 'embedded' } as never],
    message_reference: { type: 0, message_id: answered.id, channel_id: channelId } as never,
    referenced_message: answered,
    nonce: 'nonce',
  });
}
