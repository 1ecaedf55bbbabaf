import { applied } from '@tests/applied';
import { aMessage, aUser, currentUser, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { SEARCH_NONCE } from '@/store/members/events';
import { emptyState, type State } from '@/store/state';

const olena = aUser('olena');
const taras = aUser('taras');
const marta = aUser('marta');
const channel = { id: nextId(), type: 1, recipients: [taras], last_message_id: null, flags: 0 };
const settings = { direct_messages: 'nobody', status: 'online', push_text: false };
const ready = {
  user: currentUser(olena),
  session_id: 's',
  guilds: [],
  private_channels: [channel, { id: 'damaged' }],
  chatspace: { settings, blocks: [marta] },
};

const stateAfter = (events: [string, unknown][], from: State = emptyState()): State =>
  events.reduce((state, [name, d]) => applied(state, { name, payload: d }, 0), from);

const world = stateAfter([['READY', ready]]);

describe('direct messages', () => {
  it('come with READY, with settings and blocks', () => {
    expect(Object.keys(world.dms)).toEqual([channel.id]);
    expect(world.settings?.direct_messages).toBe('nobody');
    expect([...world.blocks]).toEqual([marta.id]);
  });

  it('are none where READY tells of none', () => {
    const state = stateAfter([['READY', { user: currentUser(olena), session_id: 't', guilds: [] }]], world);
    expect([state.dms, state.blocks.size]).toEqual([{}, 0]);
    expect(state.settings).toEqual(world.settings);
  });

  it('open, change and close', () => {
    const group = { id: nextId(), type: 3, recipients: [taras, marta], last_message_id: null, flags: 0 };
    const opened = stateAfter([['CHATSPACE_DM_CHANNEL_UPDATE', { ...group, name: 'Пікнік' }]], world);
    expect(opened.dms[group.id]).toMatchObject({
      name: 'Пікнік',
      recipientIds: [taras.id, marta.id],
    });
    const closed = stateAfter([['CHATSPACE_DM_CHANNEL_DELETE', { id: group.id }]], opened);
    expect(Object.keys(closed.dms)).toEqual([channel.id]);
  });

  it('end the typing of who has written', () => {
    const typing = stateAfter([['TYPING_START', { channel_id: channel.id, user_id: taras.id }]], world);
    expect(Object.keys(typing.typing[channel.id] ?? {})).toEqual([taras.id]);
    const said = stateAfter([['MESSAGE_CREATE', aMessage(channel.id, taras, 'Привіт')]], typing);
    expect(said.typing[channel.id]).toEqual({});
    expect(said.dms[channel.id]?.last_message_id).not.toBeNull();
  });

  it('follow what is changed elsewhere', () => {
    const next = stateAfter(
      [
        ['CHATSPACE_BLOCKS_UPDATE', { users: [taras] }],
        ['CHATSPACE_SETTINGS_UPDATE', { ...settings, direct_messages: 'everyone' }],
      ],
      world,
    );
    expect([...next.blocks]).toEqual([taras.id]);
    expect(next.settings?.direct_messages).toBe('everyone');
  });
});

describe('members that were searched for', () => {
  it('are known, and the list of the guild is not complete by them', () => {
    const guildId = nextId();
    const from: State = { ...world, guilds: { [guildId]: { id: guildId } as never } };
    const chunk = { guild_id: guildId, members: [], chunk_index: 0, chunk_count: 1 };
    const searched = stateAfter([['GUILD_MEMBERS_CHUNK', { ...chunk, nonce: `${SEARCH_NONCE}1` }]], from);
    expect(searched.membersLoad[guildId]).toBeUndefined();
    const whole = stateAfter([['GUILD_MEMBERS_CHUNK', { ...chunk, nonce: 'm1' }]], from);
    expect(whole.membersLoad[guildId]).toBe('loaded');
  });
});
