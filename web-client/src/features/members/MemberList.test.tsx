import 'fake-indexeddb/auto';
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { render } from '@tests/render';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeProfile, profileCard } from '@/store/profile-card';
import { MemberList } from './MemberList';

let server: FakeServer;

beforeEach(async () => {
  server = await goLive();
});
afterEach(async () => {
  cleanup();
  closeProfile();
  await goHome(server);
});

describe('the member list', () => {
  it('asks for the members when it is looked at and shows presence in words', async () => {
    expect(server.countOf(8)).toBe(0);
    render(<MemberList guildId={server.guild.id} />);
    const taras = (await screen.findByText('Тарас')).closest('li');
    expect(within(taras as HTMLElement).getByRole('img', { name: 'Away' })).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 3, name: 'Here: 2' })).toBeInTheDocument();
    expect(server.countOf(8)).toBe(1);
  });

  it('shows what people say of themselves and opens their profile', async () => {
    render(<MemberList guildId={server.guild.id} />);
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
    expect(profileCard.getState().shown).toEqual({
      userId: server.taras.id,
      guildId: server.guild.id,
      beside: row,
    });
  });

  it('is one stop for Tab; the arrow keys go through it', async () => {
    render(<MemberList guildId={server.guild.id} />);
    await screen.findByText('Тарас');
    const rows = screen.getAllByRole('button');
    expect(rows.map((row) => row.tabIndex)).toEqual([0, -1]);
    rows[0]?.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(rows[1]).toHaveFocus();
  });

  it('moves those who leave to the others', async () => {
    render(<MemberList guildId={server.guild.id} />);
    await screen.findByText('Тарас');
    server.emit('PRESENCE_UPDATE', {
      user: { id: server.taras.id },
      guild_id: server.guild.id,
      status: 'offline',
      activities: [],
      client_status: {},
    });
    expect(await screen.findByRole('heading', { name: 'Not here: 1' })).toBeInTheDocument();
  });
});
