import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { signedIn } from '@tests/person';
import { answer, passwordNeeded, show } from '@tests/screen';
import { aUser } from '@tests/wire';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { User } from '@/api';
import { type GuildEntity, useGuild } from '@/store/selectors';
import { emptyState } from '@/store/state';
import { GuildSettingsDialog } from './GuildSettingsDialog';

const taras = aUser('taras', { global_name: 'Тарас' });
const marta = aUser('marta', { global_name: 'Марта' });
const helper = aUser('helper', { bot: true });

/**
 * The guild as the store holds it, with these members besides the current user; the rest of the state is irrelevant.
 */
function guildWith(others: User[], load: 'loading' | 'loaded' = 'loaded') {
  const me = signedIn();
  const guild = { id: '5', name: 'Липа', owner_id: me.id, icon: null, description: null };
  const all = [me, ...others];
  const state = {
    ...emptyState(),
    me,
    guilds: { 5: guild },
    guildOrder: ['5'],
    users: Object.fromEntries(all.map((user) => [user.id, user])),
    members: { 5: Object.fromEntries(all.map(({ id }) => [id, { userId: id, nick: null, roles: [] }])) },
    membersLoad: { 5: load },
  };
  client.store.setState(state as unknown as ReturnType<typeof emptyState>, true);
  return guild;
}

function Settings() {
  const guild = useGuild('5') as GuildEntity;
  const [open, setOpen] = useState(true);
  return <GuildSettingsDialog guild={guild} isOpen={open} onClose={() => setOpen(false)} />;
}

async function begin() {
  await show(<Settings />);
  await userEvent.click(screen.getByRole('button', { name: 'Передати сервер' }));
  return screen.findByRole('dialog', { name: 'Передати сервер' });
}

afterEach(() => vi.unstubAllGlobals());

describe('handing a guild over', () => {
  it('needs the keyboard only, and the password where the server asks for it', async () => {
    const guild = guildWith([taras, marta]);
    let fresh = false;
    const calls = answer({
      'PATCH /guilds/5': () => (fresh ? [200, { ...guild, owner_id: marta.id }] : passwordNeeded),
      'POST /auth/reauthenticate': () => {
        fresh = true;
        return [204];
      },
    });
    const dialog = await begin();
    expect(dialog).toHaveTextContent('повернути сервер собі ви не зможете');
    expect(screen.getByLabelText('Пошук за ім’ям')).toHaveFocus();
    await userEvent.keyboard('мар{Tab}{Enter}');
    expect(within(dialog).getByRole('status')).toHaveTextContent('Новий власник: Марта (@marta)');
    await userEvent.keyboard('{Tab}{Tab}{Enter}');
    const question = await screen.findByRole('dialog', { name: 'Підтвердьте, що це ви' });
    await userEvent.type(within(question).getByLabelText('Пароль'), 'correct horse battery{Enter}');
    expect(await screen.findByText('Сервер «Липа» передано. Новий власник: Марта')).toBeInTheDocument();
    expect(calls.at(-1)).toEqual({ route: 'PATCH /guilds/5', body: { owner_id: marta.id } });
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Передати сервер' })).toBeNull());
  });

  it('stays where it was while the password is not shown, and does nothing', async () => {
    guildWith([taras]);
    const calls = answer({ 'PATCH /guilds/5': passwordNeeded });
    const dialog = await begin();
    await userEvent.click(within(dialog).getByRole('option', { name: /Тарас/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Передати' }));
    await screen.findByRole('dialog', { name: 'Підтвердьте, що це ви' });
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Підтвердьте, що це ви' })).toBeNull());
    expect(calls).toHaveLength(1);
    expect(dialog).toBeVisible();
  });

  it('offers all others but bots, and nothing before one is chosen', async () => {
    guildWith([taras, marta, helper]);
    const dialog = await begin();
    const offered = within(dialog).getAllByRole('option');
    expect(offered).toHaveLength(2);
    expect(offered[0]).toHaveTextContent('Марта @marta');
    expect(offered[1]).toHaveTextContent('Тарас @taras');
    expect(within(dialog).getByRole('button', { name: 'Передати' })).toBeDisabled();
    await userEvent.type(screen.getByLabelText('Пошук за ім’ям'), 'никого');
    expect(within(dialog).getByText('Нікого не знайдено.')).toBeVisible();
  });

  it('says how many it does not show of many', async () => {
    guildWith(Array.from({ length: 53 }, (_, index) => aUser(`member${index}`)));
    const dialog = await begin();
    expect(within(dialog).getAllByRole('option')).toHaveLength(50);
    expect(within(dialog).getByText(/Ще 3 не показано\./)).toBeVisible();
  });

  it('says in one sentence that nobody else is here', async () => {
    guildWith([]);
    expect(await begin()).toHaveTextContent('Спершу запросіть людей.');
  });

  it('says nothing of who is here before all are known', async () => {
    guildWith([], 'loading');
    const dialog = await begin();
    expect(dialog).not.toHaveTextContent('Спершу запросіть людей.');
    expect(within(dialog).queryByRole('option')).toBeNull();
  });

  it('shows what the server refused', async () => {
    guildWith([taras]);
    answer({ 'PATCH /guilds/5': [403, { code: 50013, message: 'x' }] });
    const dialog = await begin();
    await userEvent.click(within(dialog).getByRole('option', { name: /Тарас/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Передати' }));
    expect(await within(dialog).findByRole('alert')).toBeVisible();
  });

  it('is no matter for who only manages the guild', async () => {
    guildWith([taras]);
    client.store.setState((state) => ({ ...state, me: { ...signedIn(), id: '9' } }));
    await show(<Settings />);
    expect(screen.queryByRole('button', { name: 'Передати сервер' })).toBeNull();
  });
});
