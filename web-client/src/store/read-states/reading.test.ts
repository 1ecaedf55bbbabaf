import { applied } from '@tests/applied';
import { aChannel, aMember, aMessage, aRole, aUser, currentUser, guildCreate, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import type { Message } from '@/store/state';
import { emptyState, type State } from '@/store/state';
import { nextMuteEnd, readUpTo, sweptMutes, withRead, withUnreadFrom } from './reading';
import { guildUnreadOf, hasNews, unreadOf } from './selectors';

const [olena, taras, mykola] = [aUser('olena'), aUser('taras'), aUser('mykola')];
const guildId = nextId();
const readers = nextId();
const last = nextId();
const channel = aChannel(guildId, 'general', { last_message_id: last });
const group = {
  id: nextId(),
  type: 3,
  recipients: [taras],
  last_message_id: null,
  flags: 0,
  owner_id: taras.id,
};

const guild = guildCreate({
  id: guildId,
  name: 'Липа',
  owner: taras,
  roles: [aRole(guildId, '@everyone', 0n), aRole(readers, 'читачі', 0n)],
  channels: [channel],
  members: [aMember(olena, { roles: [readers] })],
});

const stateAfter = (from: State, ...events: [string, unknown][]): State =>
  events.reduce((state, [name, payload]) => applied(state, { name, payload }, 0), from);

const ready = (chatspace: object): [string, unknown] => [
  'READY',
  { user: currentUser(olena), guilds: [{ id: guildId }], private_channels: [group], chatspace },
];
const begun = (chatspace: object = {}) => stateAfter(emptyState(), ready(chatspace), ['GUILD_CREATE', guild]);
const says = (author = taras, more: Partial<Message> = {}): [string, unknown] => [
  'MESSAGE_CREATE',
  { ...aMessage(channel.id, author, 'слово', more), guild_id: guildId },
];
const ack = (last_read_id: string, mention_count: number): [string, unknown] => [
  'CHATSPACE_MESSAGE_ACK',
  { read_states: [{ channel_id: channel.id, last_read_id, mention_count }] },
];

describe('what is unread', () => {
  it('is what the server says of each channel', () => {
    const state = begun({ read_states: [{ channel_id: channel.id, last_read_id: last, mention_count: 0 }] });
    expect(unreadOf(state, channel.id)).toEqual({ unread: false, mentions: 0 });
    expect(hasNews(stateAfter(state, says()), channel.id)).toBe(true);
  });

  it('is nothing from before one joined', () => {
    const long = aChannel(guildId, 'давній', { last_message_id: '175928847299117063' });
    const state = stateAfter(emptyState(), ready({}), ['GUILD_CREATE', { ...guild, channels: [long] }]);
    expect(hasNews(state, long.id)).toBe(false);
  });

  it('counts mentions of oneself, of one’s roles and of everybody', () => {
    const state = stateAfter(
      begun(),
      says(taras),
      says(taras, { mentions: [olena] }),
      says(taras, { mention_roles: [readers] }),
      says(taras, { mention_roles: [nextId()] }),
      says(taras, { mention_everyone: true }),
    );
    expect(unreadOf(state, channel.id).mentions).toBe(3);
    expect(guildUnreadOf(state, guildId)).toEqual({ unread: true, mentions: 3 });
  });

  it('counts nothing of people one has blocked', () => {
    const state = begun({ blocks: [mykola] });
    expect(unreadOf(stateAfter(state, says(mykola, { mentions: [olena] })), channel.id).mentions).toBe(0);
  });

  it('counts every message of others in a conversation', () => {
    const message = (author: typeof taras) =>
      ['MESSAGE_CREATE', aMessage(group.id, author, 'слово')] as const;
    const state = stateAfter(begun(), [...message(taras)], [...message(taras)]);
    expect(unreadOf(state, group.id)).toEqual({ unread: true, mentions: 2 });
    expect(unreadOf(stateAfter(state, [...message(olena)]), group.id).mentions).toBe(0);
  });

  it('is gone when one writes oneself', () => {
    const state = stateAfter(begun(), says(taras, { mentions: [olena] }), says(olena));
    expect(unreadOf(state, channel.id)).toEqual({ unread: false, mentions: 0 });
  });

  it('is gone when it is read on another device', () => {
    const state = stateAfter(begun(), says(taras, { id: nextId(), mentions: [olena] }));
    const newest = state.channels[channel.id]?.last_message_id ?? '';
    expect(unreadOf(stateAfter(state, ack(newest, 0)), channel.id)).toEqual({ unread: false, mentions: 0 });
  });

  it('ends where the channel ends after a deletion', () => {
    const read = begun({ read_states: [{ channel_id: channel.id, last_read_id: last, mention_count: 0 }] });
    const id = nextId();
    const deleted = { id, channel_id: channel.id, guild_id: guildId, chatspace: { last_message_id: last } };
    const state = stateAfter(read, says(taras, { id }), ['MESSAGE_DELETE', deleted]);
    expect(hasNews(state, channel.id)).toBe(false);
  });

  it('is not told by an update of the channel, which may be older than its messages', () => {
    const state = stateAfter(begun(), says(), ['CHANNEL_UPDATE', { ...channel, topic: 'інше' }]);
    expect(state.channels[channel.id]).toMatchObject({ topic: 'інше' });
    expect(hasNews(state, channel.id)).toBe(true);
  });
});

describe('the mark', () => {
  it('moves forward only', () => {
    const later = nextId();
    const state = withRead(withRead(begun(), channel.id, later), channel.id, last);
    expect(readUpTo(state.reading, channel.id, guildId)).toBe(later);
  });

  it('moves back on purpose, to before the message', () => {
    const id = nextId();
    const state = withUnreadFrom(
      withRead(stateAfter(begun(), says(taras, { id })), channel.id, id),
      channel.id,
      id,
    );
    expect(hasNews(state, channel.id)).toBe(true);
    expect(readUpTo(state.reading, channel.id, guildId)).toBe(String(BigInt(id) - 1n));
  });

  it('keeps the count while there is more to read', () => {
    const seen = nextId();
    const state = stateAfter(begun(), says(taras, { id: seen }), says(taras, { mentions: [olena] }));
    expect(unreadOf(withRead(state, channel.id, seen), channel.id).mentions).toBe(1);
  });
});

describe('a mute', () => {
  it('ends in time by itself', () => {
    const setting = { scope_id: channel.id, muted: true, muted_until: '2026-01-01T00:15:00Z' };
    const state = begun({ notification_settings: [setting] });
    const end = Date.parse(setting.muted_until);
    expect(nextMuteEnd(state)).toBe(end);
    expect(sweptMutes(state, end - 1)).toBe(state);
    expect(nextMuteEnd(sweptMutes(state, end))).toBeNull();
  });
});
