import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive, phase } from '@tests/live';
import { render } from '@tests/render';
import { aChannel, aMember, aRole, aUser } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeProfile, profileCard } from '@/store/users/profile-card';
import { MemberList } from './MemberList';

let server: FakeServer;

beforeEach(async () => {
  server = await goLive();
});
afterEach(async () => {
  cleanup();
  closeProfile(client);
  await goHome(server);
});

const show = () => render(<MemberList guildId={server.guild.id} channelId={server.channel.id} />);
const asked = () => server.received.filter(({ op }) => op === 206).map(({ d }) => d);

describe('the member list', () => {
  it('asks for the rows in view when it is looked at, never for the whole list', async () => {
    expect(asked()).toEqual([]);
    show();
    const taras = (await screen.findByText('Тарас')).closest('li');
    expect(within(taras as HTMLElement).getByRole('img', { name: 'Idle' })).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 3, name: 'Online: 2' })).toBeInTheDocument();
    expect(asked()).toEqual([
      { guild_id: server.guild.id, channel_id: server.channel.id, ranges: [[0, 99]], by_reference: true },
    ]);
    expect(server.countOf(8)).toBe(0);
  });

  it('ends its subscription when it is put away', async () => {
    const { unmount } = show();
    await screen.findByText('Тарас');
    unmount();
    await waitFor(() => expect(asked().at(-1)).toMatchObject({ ranges: [] }));
    expect(client.store.getState().memberList).toBeNull();
  });

  it('asks again after the connection was away, and shows what is new', async () => {
    show();
    await screen.findByText('Тарас');
    server.forgetSessions();
    server.cut();
    await screen.findByText('Last known');
    server.members = [...server.members, aMember(aUser('marko', { global_name: 'Марко' }))];
    await waitFor(() => expect(phase()).toBe('online'), { timeout: 10_000 });
    expect(await screen.findByText('Марко')).toBeInTheDocument();
    expect(screen.queryByText('Last known')).toBeNull();
  });

  it('asks for the list of another channel and keeps the old one until that comes', async () => {
    const secret = aChannel(server.guild.id, 'secret');
    server.emit('CHANNEL_CREATE', secret);
    const { rerender } = show();
    await screen.findByText('Тарас');
    server.members = server.members.filter(({ user }) => user.id !== server.taras.id);
    await waitFor(() => expect(client.store.getState().channels[secret.id]).toBeDefined());
    rerender(<MemberList guildId={server.guild.id} channelId={secret.id} />);
    expect(screen.getByText('Тарас')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText('Тарас')).toBeNull());
    expect(asked().at(-1)).toMatchObject({ channel_id: secret.id });
  });

  it('names the roles that are shown apart, with counts', async () => {
    const role = aRole('77', 'Gardeners', 0n, { hoist: true });
    server.emit('GUILD_UPDATE', { ...server.guild, roles: [...server.guild.roles, role] });
    show();
    await screen.findByText('Тарас');
    server.emit('CHATSPACE_MEMBER_LIST_UPDATE', {
      guild_id: server.guild.id,
      channel_id: server.channel.id,
      member_count: 2,
      online_count: 1,
      groups: [
        { id: '77', count: 1 },
        { id: 'offline', count: 1 },
      ],
      ranges: [{ first: 0, items: [{ group: { id: '77', count: 1 } }] }],
    });
    expect(await screen.findByRole('heading', { name: 'Gardeners: 1' })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Offline: 1' })).toBeInTheDocument();
  });

  it('shows what people say of themselves and opens their profile', async () => {
    show();
    await screen.findByText('Тарас');
    server.emit('PRESENCE_UPDATE', {
      user: { id: server.taras.id },
      guild_id: server.guild.id,
      status: 'online',
      activities: [{ name: 'Custom Status', type: 4, state: 'У саду', created_at: 1 }],
      client_status: {},
    });
    const row = await screen.findByRole('button', { name: /Тарас.*У саду/ });
    await userEvent.click(row);
    expect(profileCard(client).getState().shown).toEqual({
      userId: server.taras.id,
      guildId: server.guild.id,
      beside: row,
    });
  });

  it('is one stop for Tab; the arrow keys go through it', async () => {
    show();
    await screen.findByText('Тарас');
    const rows = screen.getAllByRole('button');
    expect(rows.map((row) => row.tabIndex)).toEqual([0, -1]);
    rows[0]?.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(rows[1]).toHaveFocus();
    expect(rows.map((row) => row.tabIndex)).toEqual([-1, 0]);
    await userEvent.keyboard('{Home}');
    expect(rows[0]).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(rows[1]).toHaveFocus();
  });

  it('moves those who leave to the others, and keeps the focus on them', async () => {
    show();
    const row = (await screen.findByText('Тарас')).closest('button');
    row?.focus();
    server.statuses = { [server.olena.id]: 'online' };
    server.sendMemberList();
    expect(await screen.findByRole('heading', { name: 'Offline: 1' })).toBeInTheDocument();
    expect(screen.getByText('Тарас').closest('button')).toHaveFocus();
  });

  it('shows oneself as the others see one', async () => {
    show();
    const row = () => screen.getByText('Олена').closest('li') as HTMLElement;
    await screen.findByText('Олена');
    expect(within(row()).getByRole('img', { name: 'Online' })).toBeInTheDocument();
    server.emit('CHATSPACE_SETTINGS_UPDATE', {
      direct_messages: 'everyone',
      status: 'invisible',
      push_text: false,
    });
    await vi.waitFor(() => expect(within(row()).getByRole('img', { name: 'Offline' })).toBeInTheDocument());
  });
});
