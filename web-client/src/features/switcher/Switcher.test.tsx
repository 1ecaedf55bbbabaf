import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { render } from '@tests/render';
import { aChannel, aMember, aUser, guildCreate } from '@tests/wire';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findMembers } from '@/gateway';
import { forgetRecentPlaces, visit } from '@/store/channels/recent';
import { withMembers, withWholeGuild } from '@/store/entities';
import { emptyState } from '@/store/state';
import { Switcher, type SwitcherProps } from './Switcher';

vi.mock('@/gateway', () => ({ findMembers: vi.fn() }));

const olena = aUser('olena', { global_name: 'Олена' });
const taras = aUser('taras', { global_name: 'Тарас' });
const garden = aChannel('5', 'garden');
const books = aChannel('5', 'books', { position: 1 });

function open(more: Partial<SwitcherProps> = {}) {
  const props: SwitcherProps = {
    isOpen: true,
    onClose: vi.fn(),
    here: undefined,
    dms: [],
    actions: [{ id: 'settings', name: 'Open settings', icon: null, run: vi.fn() }],
    unreadOf: (id) => ({ unread: id === books.id, mentions: id === books.id ? 3 : 0 }),
    onChannel: vi.fn(),
    onGuild: vi.fn(),
    onDm: vi.fn(),
    onUser: vi.fn(),
    ...more,
  };
  render(<Switcher {...props} />);
  return props;
}

beforeEach(() => {
  forgetRecentPlaces(client);
  const guild = guildCreate({ id: '5', name: 'Linden', owner: olena, roles: [], channels: [], members: [] });
  const whole = { guild, memberCount: 2, channels: [garden, books], members: [] };
  const state = withWholeGuild({ ...emptyState(), me: olena as never }, whole);
  client.store.setState(withMembers(state, '5', [aMember(olena), aMember(taras)]), true);
});

const field = () => screen.getByRole('combobox', { name: 'Where to?' });
const current = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '');

describe('the quick switcher', () => {
  it('has the focus in its field, and names to it the entry that Enter takes', async () => {
    const { onChannel, onClose } = open();
    expect(field()).toHaveFocus();
    await userEvent.keyboard('gard');
    expect(current()).toHaveTextContent('garden');
    expect(current()).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByRole('status')).toHaveTextContent('1 result');
    await userEvent.keyboard('{Enter}');
    expect(onChannel).toHaveBeenCalledWith('5', garden.id);
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('goes round with the arrows', async () => {
    visit(client, garden.id);
    open();
    expect(current()).toHaveTextContent('garden');
    await userEvent.keyboard('{ArrowDown}');
    expect(current()).toHaveTextContent('books');
    expect(current()).toHaveTextContent('3 mentions');
    await userEvent.keyboard('{ArrowDown}');
    expect(current()).toHaveTextContent('garden');
    await userEvent.keyboard('{ArrowUp}');
    expect(current()).toHaveTextContent('books');
  });

  it('leads to people, servers and actions', async () => {
    const { onUser, onGuild, actions } = open();
    await userEvent.keyboard('@тар{Enter}');
    expect(onUser).toHaveBeenCalledWith(taras.id);
    await userEvent.clear(field());
    await userEvent.keyboard('*{Enter}');
    expect(onGuild).toHaveBeenCalledWith('5');
    await userEvent.click(screen.getByRole('button', { name: /Actions/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Open settings' }));
    expect(actions[0]?.run).toHaveBeenCalledOnce();
  });

  it('says when nothing is found', async () => {
    open();
    await userEvent.keyboard('zzzz');
    expect(screen.getByRole('status')).toHaveTextContent('Nothing found');
    expect(field()).toHaveAttribute('aria-expanded', 'false');
    expect(current()).toBeNull();
  });

  it('closes with Esc, and with its own key on any layout', async () => {
    const { onClose } = open();
    fireEvent.keyDown(field(), { key: 'л', code: 'KeyK', ctrlKey: true });
    expect(onClose).toHaveBeenCalledTimes(1);
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledTimes(2);
  });

  it('does not take Enter away from somebody who composes', () => {
    const { onChannel } = open();
    fireEvent.change(field(), { target: { value: 'gard' } });
    fireEvent.keyDown(field(), { key: 'Enter', code: 'Enter', isComposing: true });
    expect(onChannel).not.toHaveBeenCalled();
  });

  it('asks for members by the beginning of a name where not all are known', async () => {
    client.store.setState((state) => ({ guilds: { 5: { ...state.guilds[5], memberCount: 900 } as never } }));
    open();
    await userEvent.keyboard('@sof');
    await waitFor(() => expect(findMembers).toHaveBeenCalledExactlyOnceWith(client, '5', 'sof'));
  });
});
