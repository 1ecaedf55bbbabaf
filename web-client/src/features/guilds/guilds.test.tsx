import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { signedIn } from '@tests/person';
import { answer, formError, passwordNeeded, show } from '@tests/screen';
import { aChannel } from '@tests/wire';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inviteCode } from '@/lib/invites';
import type { GuildEntity } from '@/store/selectors';
import { emptyState } from '@/store/state';
import { AddGuildDialog } from './AddGuildDialog';
import { GuildSettingsDialog } from './GuildSettingsDialog';
import { InviteDialog } from './InviteDialog';

const me = { id: '1', username: 'olena', global_name: 'Олена' };
const guild = {
  id: '5',
  name: 'Липа',
  owner_id: '1',
  icon: null,
  description: null,
  system_channel_id: '6',
  system_channel_flags: 2,
} as unknown as GuildEntity;
const channels = [aChannel('5', 'general', { id: '6' }), aChannel('5', 'doors', { id: '7' })];
const joined = { code: 'lypa', guild: { id: '5' }, channel: { id: '6' } };

beforeEach(() => {
  const state = {
    ...emptyState(),
    me,
    guilds: { 5: guild },
    guildOrder: ['5'],
    channels: Object.fromEntries(channels.map((one) => [one.id, one])),
  };
  client.store.setState(state as unknown as ReturnType<typeof emptyState>, true);
});
afterEach(() => vi.unstubAllGlobals());

describe('adding a guild', () => {
  it('creates one by name, proposed already, and goes there', async () => {
    const calls = answer({ 'POST /guilds': [201, { id: '77' }] });
    const close = vi.fn();
    const { address } = await show(<AddGuildDialog isOpen onClose={close} />);
    const name = screen.getByLabelText('Назва сервера');
    expect(name).toHaveFocus();
    expect(name).toHaveValue('Сервер: Олена');
    await userEvent.clear(name);
    await userEvent.type(name, 'Сад{Enter}');
    await waitFor(() => expect(address()).toBe('/channels/77'));
    expect(calls).toEqual([{ route: 'POST /guilds', body: { name: 'Сад' } }]);
    expect(close).toHaveBeenCalled();
  });

  it('keeps the form and says what was wrong with the name', async () => {
    answer({ 'POST /guilds': formError('name', 'BASE_TYPE_BAD_LENGTH') });
    const close = vi.fn();
    await show(<AddGuildDialog isOpen onClose={close} />);
    await userEvent.click(screen.getByRole('button', { name: 'Створити' }));
    expect(await screen.findByText('Неприпустима довжина.')).toBeVisible();
    expect(close).not.toHaveBeenCalled();
  });

  it('joins by a pasted link', async () => {
    const calls = answer({ 'POST /invites/lypa': [200, joined] });
    const { address } = await show(<AddGuildDialog isOpen onClose={() => {}} />);
    await userEvent.click(screen.getByRole('tab', { name: 'За запрошенням' }));
    await userEvent.type(
      screen.getByLabelText('Посилання або код запрошення'),
      'https://chat.example/invite/lypa',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Приєднатися' }));
    await waitFor(() => expect(address()).toBe('/channels/5/6'));
    expect(calls[0]?.route).toBe('POST /invites/lypa');
  });

  it('says in one sentence that the invite is gone', async () => {
    answer({});
    await show(<AddGuildDialog isOpen onClose={() => {}} />, 'en');
    await userEvent.click(screen.getByRole('tab', { name: 'Join with an invite' }));
    await userEvent.type(screen.getByLabelText('Invite link or code'), 'old{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'This no longer exists, or you don’t have access to it.',
    );
  });
});

describe('the code of an invite', () => {
  it.each([
    ['lypa', 'lypa'],
    ['  lypa ', 'lypa'],
    ['https://chat.example/invite/lypa', 'lypa'],
    ['https://chat.example/invite/lypa/?from=mail#top', 'lypa'],
    ['', ''],
  ])('is found in %j', (pasted, code) => {
    expect(inviteCode(pasted)).toBe(code);
  });
});

describe('inviting', () => {
  const listed = [{ code: 'lypa', uses: 2, expires_at: null, guild: { id: '5' }, channel: { id: '6' } }];

  it('has a link ready to copy, and says it is copied', async () => {
    const person = userEvent.setup();
    answer({ 'POST /channels/6/invites': [200, joined], 'GET /guilds/5/invites': [200, listed] });
    await show(<InviteDialog guild={guild} channelId="6" isOpen onClose={() => {}} />);
    const link = screen.getByLabelText('Посилання-запрошення');
    await waitFor(() => expect(link).toHaveValue(`${location.origin}/invite/lypa`));
    await person.click(screen.getByRole('button', { name: 'Копіювати посилання' }));
    expect(await navigator.clipboard.readText()).toBe(`${location.origin}/invite/lypa`);
    expect(await screen.findByText('Посилання скопійовано')).toBeInTheDocument();
  });

  it('makes another one for other terms', async () => {
    const calls = answer({
      'POST /channels/6/invites': [200, joined],
      'GET /guilds/5/invites': [200, listed],
    });
    await show(<InviteDialog guild={guild} channelId="6" isOpen onClose={() => {}} />);
    await userEvent.click(screen.getByRole('button', { name: /Діє/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Завжди' }));
    await waitFor(() =>
      expect(calls.findLast(({ route }) => route === 'POST /channels/6/invites')?.body).toMatchObject({
        max_age: 0,
      }),
    );
  });

  it('lists what is out and revokes it', async () => {
    const calls = answer({
      'POST /channels/6/invites': [200, joined],
      'GET /guilds/5/invites': [200, listed],
      'DELETE /invites/lypa': [200, joined],
    });
    await show(<InviteDialog guild={guild} channelId="6" isOpen onClose={() => {}} />);
    expect(await screen.findByText(/Використано: 2 рази · безстрокове/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Скасувати запрошення lypa' }));
    await waitFor(() => expect(calls.map(({ route }) => route)).toContain('DELETE /invites/lypa'));
  });
});

function ClosingSettings() {
  const [open, setOpen] = useState(true);
  return <GuildSettingsDialog guild={guild} isOpen={open} onClose={() => setOpen(false)} />;
}

describe('the settings of a guild', () => {
  it('save name and description', async () => {
    const calls = answer({ 'PATCH /guilds/5': [200, {}] });
    await show(<GuildSettingsDialog guild={guild} isOpen onClose={() => {}} />);
    await userEvent.type(screen.getByLabelText('Опис'), 'Садимо липи');
    await userEvent.click(screen.getByRole('button', { name: 'Зберегти' }));
    await waitFor(() =>
      expect(calls).toEqual([
        { route: 'PATCH /guilds/5', body: { name: 'Липа', description: 'Садимо липи' } },
      ]),
    );
  });

  it.each([
    ['uk', 'Канал системних повідомлень', 'Повідомляти про нових учасників', 'Зберегти'],
    ['en', 'System messages channel', 'Announce new members', 'Save'],
  ] as const)('say where new members are announced, and whether at all (%s)', async (locale, label, joins, save) => {
    const calls = answer({ 'PATCH /guilds/5': [200, {}] });
    await show(<GuildSettingsDialog guild={guild} isOpen onClose={() => {}} />, locale);
    expect(screen.getByRole('button', { name: new RegExp(`#general.*${label}`) })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: new RegExp(label) }));
    await userEvent.click(screen.getByRole('option', { name: '#doors' }));
    expect(screen.getByRole('switch', { name: joins })).toBeChecked();
    await userEvent.click(screen.getByRole('switch', { name: joins }));
    await userEvent.click(screen.getByRole('button', { name: save }));
    // The other flags stay as they are.
    await waitFor(() =>
      expect(calls[0]?.body).toMatchObject({ system_channel_id: '7', system_channel_flags: 3 }),
    );
  });

  it('have no one to announce without a channel for it, and keep the choice for later', async () => {
    const calls = answer({ 'PATCH /guilds/5': [200, {}] });
    await show(<GuildSettingsDialog guild={guild} isOpen onClose={() => {}} />, 'en');
    await userEvent.click(screen.getByRole('button', { name: /System messages channel/ }));
    await userEvent.click(screen.getByRole('option', { name: 'No system messages' }));
    expect(screen.getByRole('switch', { name: 'Announce new members' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(calls[0]?.body).toEqual({ name: 'Липа', description: null, system_channel_id: null }),
    );
  });

  it('name a system channel that the reader cannot view, and leave it alone', async () => {
    const calls = answer({ 'PATCH /guilds/5': [200, {}] });
    const secret = { ...guild, system_channel_id: '99' };
    await show(<GuildSettingsDialog guild={secret} isOpen onClose={() => {}} />, 'en');
    expect(screen.getByRole('button', { name: /A channel you can’t see/ })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(calls[0]?.body).toEqual({ name: 'Липа', description: null }));
  });

  it('delete only after a question', async () => {
    const calls = answer({ 'DELETE /guilds/5': [204] });
    const { address } = await show(<ClosingSettings />);
    await userEvent.click(screen.getByRole('button', { name: 'Видалити сервер' }));
    const question = await screen.findByRole('alertdialog', { name: 'Видалити сервер' });
    expect(question).toHaveTextContent('Цього не можна скасувати.');
    expect(calls).toEqual([]);
    await userEvent.click(within(question).getByRole('button', { name: 'Видалити' }));
    await waitFor(() => expect(address()).toBe('/dm'));
    expect(calls[0]?.route).toBe('DELETE /guilds/5');
  });

  it('delete after the password was shown where the server asks for it, and not without', async () => {
    signedIn();
    let fresh = false;
    const calls = answer({
      'DELETE /guilds/5': () => (fresh ? [204] : passwordNeeded),
      'POST /auth/reauthenticate': () => {
        fresh = true;
        return [204];
      },
    });
    const { address } = await show(<ClosingSettings />);
    const begin = async () => {
      await userEvent.click(screen.getByRole('button', { name: 'Видалити сервер' }));
      await userEvent.click(await screen.findByRole('button', { name: 'Видалити' }));
      return screen.findByRole('dialog', { name: 'Підтвердьте, що це ви' });
    };
    await begin();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Підтвердьте, що це ви' })).toBeNull());
    expect([address(), calls.length]).toEqual(['/', 1]);
    cleanup();

    const again = await show(<ClosingSettings />);
    const question = await begin();
    await userEvent.type(within(question).getByLabelText('Пароль'), 'correct horse battery{Enter}');
    await waitFor(() => expect(again.address()).toBe('/dm'));
    expect(calls.map(({ route }) => route)).toEqual([
      'DELETE /guilds/5',
      'DELETE /guilds/5',
      'POST /auth/reauthenticate',
      'DELETE /guilds/5',
    ]);
  });
});
