import { applied } from '@tests/applied';
import { aChannel, aMember, aMessage, aRole, aUser, currentUser, guildCreate, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { eventHandlers } from '@/features/registry';
import { Permission, permissionsOf } from '@/store/guilds/permissions';
import { emptyLog, loadStarted, pageLoaded } from '@/store/messages/channel-log';
import { emptyState, type State } from '@/store/state';

const olena = aUser('olena');
const taras = aUser('taras');
const guildId = nextId();
const channel = aChannel(guildId, 'general');
const payload = guildCreate({
  id: guildId,
  name: 'Липа',
  owner: olena,
  roles: [aRole(guildId, '@everyone', 0n)],
  channels: [channel],
  members: [aMember(olena)],
  memberCount: 1,
});

const stateAfter = (events: [string, unknown][], from: State = emptyState()): State =>
  events.reduce((state, [name, d]) => applied(state, { name, payload: d }, 0), from);

const ready: [string, unknown] = [
  'READY',
  { user: currentUser(olena), session_id: 's', guilds: [{ id: guildId, unavailable: true }] },
];
const world = stateAfter([ready, ['GUILD_CREATE', payload]]);

describe('the handlers', () => {
  it('build the guild of READY', () => {
    expect(world.me?.id).toBe(olena.id);
    expect(world.guildOrder).toEqual([guildId]);
    expect(world.awaitedGuilds).toEqual([]);
  });

  it('give channels of GUILD_CREATE the guild they may leave out', () => {
    const { guild_id: _, ...bare } = channel;
    const state = stateAfter([['GUILD_CREATE', { ...payload, channels: [bare] }]]);
    expect(state.channels[channel.id]?.guild_id).toBe(guildId);
  });

  it('forget guilds that a new session does not have', () => {
    const state = stateAfter([['READY', { user: currentUser(olena), session_id: 't', guilds: [] }]], world);
    expect([state.guildOrder, Object.keys(state.channels)]).toEqual([[], []]);
  });

  it('forget a guild that is deleted, with all it had', () => {
    const state = stateAfter([['GUILD_DELETE', { id: guildId }]], world);
    expect([state.guilds, state.guildOrder, state.channels]).toEqual([{}, [], {}]);
  });

  it('give members the permissions of a role that is created, changed and deleted', () => {
    const role = aRole(nextId(), 'helpers', Permission.manageMessages);
    const member = { ...aMember(taras), roles: [role.id], guild_id: guildId };
    const created: [string, unknown][] = [
      ['GUILD_ROLE_CREATE', { guild_id: guildId, role }],
      ['GUILD_MEMBER_ADD', member],
    ];
    const may = (state: State) =>
      (permissionsOf(state, 0, taras.id, guildId) & Permission.manageMessages) !== 0n;
    const helping = stateAfter(created, world);
    expect(may(helping)).toBe(true);
    const weaker = { ...role, permissions: '0' };
    const weakened = stateAfter([['GUILD_ROLE_UPDATE', { guild_id: guildId, role: weaker }]], helping);
    expect(may(weakened)).toBe(false);
    const gone = stateAfter([['GUILD_ROLE_DELETE', { guild_id: guildId, role_id: role.id }]], helping);
    expect(may(gone)).toBe(false);
    expect(gone.roles[guildId]?.[role.id]).toBeUndefined();
  });

  it('count members who join and leave', () => {
    const joined = stateAfter([['GUILD_MEMBER_ADD', { ...aMember(taras), guild_id: guildId }]], world);
    expect(joined.guilds[guildId]?.memberCount).toBe(2);
    const left = stateAfter([['GUILD_MEMBER_REMOVE', { guild_id: guildId, user: taras }]], joined);
    expect([left.guilds[guildId]?.memberCount, left.members[guildId]?.[taras.id]]).toEqual([1, undefined]);
  });

  it('forget the name of one who leaves for good', () => {
    const known = stateAfter([['GUILD_MEMBER_ADD', { ...aMember(taras), guild_id: guildId }]], world);
    const gone = { ...taras, username: `deleted_user_${taras.id}`, global_name: null };
    const left = stateAfter([['GUILD_MEMBER_REMOVE', { guild_id: guildId, user: gone }]], known);
    expect(left.users[taras.id]).toMatchObject({ username: gone.username, global_name: null });
    const unnamed = stateAfter(
      [['GUILD_MEMBER_REMOVE', { guild_id: guildId, user: { id: taras.id } }]],
      known,
    );
    expect(unnamed.members[guildId]?.[taras.id]).toBeUndefined();
    expect(unnamed.users[taras.id]).toBe(known.users[taras.id]);
  });

  it('keep what people say of themselves, until they say nothing', () => {
    const presence = (activities: unknown) => [
      'PRESENCE_UPDATE',
      { user: { id: taras.id }, guild_id: guildId, status: 'online', activities, client_status: {} },
    ];
    const custom = { name: 'Custom Status', type: 4, state: 'У саду', created_at: 1 };
    const said = stateAfter([presence([{ name: 'Chess', type: 0 }, custom]) as [string, unknown]], world);
    expect(said.customStatuses).toEqual({ [taras.id]: 'У саду' });
    expect(said.presences[taras.id]).toBe('online');
    for (const none of [[], [{ ...custom, state: null }], 'damaged']) {
      expect(stateAfter([presence(none) as [string, unknown]], said).customStatuses).toEqual({});
    }
    expect(stateAfter([presence([custom]) as [string, unknown]], said)).toBe(said);
  });

  it('take many messages away at once, those of one channel only, and only those', () => {
    const messages = ['раз', 'два', 'три', 'чотири'].map((text) => aMessage(channel.id, taras, text));
    const loading = loadStarted(emptyLog, 'latest');
    const log = pageLoaded(loading, {
      ticket: loading.load?.ticket ?? 0,
      messages: messages.toReversed(),
      limit: 50,
    });
    const before = { ...world, logs: { [channel.id]: log } };
    const ids = [messages[0]?.id, messages[2]?.id, nextId()];
    const bulk = { ids, channel_id: channel.id, guild_id: guildId };
    const left = stateAfter([['MESSAGE_DELETE_BULK', bulk]], before).logs[channel.id]?.rows;
    expect(left?.map((row) => row.message.content)).toEqual(['два', 'чотири']);
    expect(stateAfter([['MESSAGE_DELETE_BULK', { ...bulk, channel_id: nextId() }]], before)).toBe(before);
    expect(stateAfter([['MESSAGE_DELETE_BULK', { ...bulk, ids: 'x' }]], before)).toBe(before);
  });

  it('never change the state they were given', () => {
    const frozen = JSON.stringify(world);
    stateAfter(
      [
        ['CHANNEL_DELETE', channel],
        ['TYPING_START', { channel_id: channel.id, user_id: taras.id, timestamp: 1 }],
        ['GUILD_UPDATE', { ...payload, name: 'Дуб' }],
      ],
      world,
    );
    expect(JSON.stringify(world)).toBe(frozen);
  });

  it.each(Object.keys(eventHandlers))('survive a damaged %s', (name) => {
    const damaged = [null, [], 'x', {}, { id: 1 }, { id: guildId, channels: [null], roles: {}, members: 5 }];
    for (const d of damaged) expect(() => stateAfter([[name, d]], world)).not.toThrow();
  });

  it('take no property of objects for an event', () => {
    expect(
      stateAfter(
        [
          ['constructor', {}],
          ['toString', {}],
        ],
        world,
      ),
    ).toBe(world);
  });
});
