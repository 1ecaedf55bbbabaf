import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, show } from '@tests/screen';
import { aMember, aRole, aUser, currentUser, wireTime } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useStore } from 'zustand';
import { emptyState } from '@/store/state';
import { closeProfile, profileCard, showProfile } from '@/store/users/profile-card';
import { ProfileCard } from './ProfileCard';

const olena = aUser('olena', { global_name: 'Олена' });
const taras = aUser('taras', { global_name: 'Тарас' });
const member = { ...aMember(taras, { nick: 'Садівник' }), userId: taras.id };

const profile = (more = {}) => ({
  user: taras,
  bio: '',
  custom_status: null,
  created_at: wireTime(new Date()),
  ...more,
});

function Page({ asSheet = false }) {
  const shown = useStore(profileCard(client), (state) => state.shown);
  return (
    <>
      <button
        type="button"
        onClick={(event) =>
          showProfile(client, { userId: taras.id, guildId: '5', beside: event.currentTarget })
        }
      >
        open
      </button>
      <button
        type="button"
        onClick={(event) =>
          showProfile(client, { userId: olena.id, guildId: undefined, beside: event.currentTarget })
        }
      >
        own
      </button>
      <ProfileCard isOpen={shown !== null} shown={shown} asSheet={asSheet} />
    </>
  );
}

function live(operator = false): void {
  const me = currentUser(olena);
  client.store.setState(
    {
      ...emptyState(),
      me: { ...me, chatspace: { ...me.chatspace, operator } },
      users: { [olena.id]: olena, [taras.id]: taras },
      members: { 5: { [taras.id]: member } },
      presences: { [taras.id]: 'dnd' },
    },
    true,
  );
}

beforeEach(() => live());
afterEach(() => {
  closeProfile(client);
  vi.unstubAllGlobals();
});

describe('a profile', () => {
  it('tells who somebody is', async () => {
    answer({
      [`GET /users/${taras.id}/profile`]: [200, profile({ bio: 'Липи.\nСад.', custom_status: 'У саду' })],
    });
    await show(<Page />);
    await userEvent.click(screen.getByText('open'));
    const card = await screen.findByRole('dialog', { name: 'Профіль: Садівник' });
    expect(card).toHaveTextContent('@taras');
    expect(await screen.findByText(/Липи\.\s*Сад\./)).toBeVisible();
    expect(card).toHaveTextContent('У саду');
    expect(card).toHaveTextContent(/На цьому сервері з \d+ .* \d{4}/);
    expect(card).toHaveTextContent(/Обліковий запис з \d+ .* \d{4}/);
    expect(card).toHaveTextContent('Не турбувати');
    expect(screen.queryByText('Змінити профіль')).toBeNull();
  });

  it('names the roles somebody has here, and leads to a conversation with them', async () => {
    const role = aRole('77', 'Садівники', 0n, { color: 0x22aa66 });
    client.store.setState({
      members: { 5: { [taras.id]: { ...member, roles: ['77'] } } },
      roles: { 5: { 77: role, 78: aRole('78', 'Інші', 0n) } },
    });
    answer({ [`GET /users/${taras.id}/profile`]: [200, profile()] });
    await show(<Page />);
    await userEvent.click(screen.getByText('open'));
    const card = await screen.findByRole('dialog');
    expect(card).toHaveTextContent('Садівники');
    expect(card).not.toHaveTextContent('Інші');
    expect(await screen.findByRole('button', { name: 'Написати повідомлення' })).toBeVisible();
  });

  it('says to who hides that they do, and until when the status stands', async () => {
    client.store.setState((state) => ({
      connection: { phase: 'online', since: 0, retryAt: null },
      settings: { direct_messages: 'everyone', status: 'invisible', push_text: false },
      me: state.me && {
        ...state.me,
        chatspace: {
          ...state.me.chatspace,
          custom_status: 'У саду',
          custom_status_expires_at: new Date(2026, 10, 25, 14, 30).toISOString(),
        },
      },
    }));
    answer({ [`GET /users/${olena.id}/profile`]: [200, profile({ user: olena })] });
    await show(<Page />);
    await userEvent.click(screen.getByText('own'));
    const card = await screen.findByRole('dialog');
    expect(card).toHaveTextContent('Невидимий');
    expect(card).toHaveTextContent('до 14:30');
    expect(card).not.toHaveTextContent('Написати повідомлення');
  });

  it('of one who is gone has no name', async () => {
    const gone = aUser(`deleted_user_${taras.id}`, { id: taras.id });
    client.store.setState({ users: { [taras.id]: gone }, members: {} });
    answer({ [`GET /users/${taras.id}/profile`]: [200, profile({ user: gone })] });
    await show(<Page />);
    await userEvent.click(screen.getByText('open'));
    const card = await screen.findByRole('dialog', { name: 'Профіль: Видалений користувач' });
    expect(card).toHaveTextContent('Видалений користувач');
    expect(card).not.toHaveTextContent('deleted_user_');
  });

  it('closes with Esc and gives the focus back', async () => {
    answer({ [`GET /users/${taras.id}/profile`]: [200, profile()] });
    await show(<Page />);
    await userEvent.click(screen.getByText('open'));
    await screen.findByRole('dialog');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(screen.getByText('open')).toHaveFocus());
  });

  it('shows what is known when the rest cannot be had', async () => {
    answer({});
    await show(<Page asSheet />);
    await userEvent.click(screen.getByText('open'));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(screen.getByRole('dialog')).toHaveTextContent('@taras');
  });

  it('of oneself leads to the settings, and an operator to running the installation', async () => {
    live(true);
    answer({ [`GET /users/${olena.id}/profile`]: [200, profile({ user: olena })] });
    const { address } = await show(<Page />);
    await userEvent.click(screen.getByText('own'));
    expect(await screen.findByRole('link', { name: 'Змінити профіль' })).toBeVisible();
    await userEvent.click(screen.getByRole('link', { name: 'Адміністрування' }));
    await waitFor(() => expect(address()).toBe('/operator'));
    expect(profileCard(client).getState().shown).toBeNull();
  });
});
