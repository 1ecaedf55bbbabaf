import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, show } from '@tests/screen';
import { aUser, currentUser } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '@/api/session';
import { emptyState } from '@/store/state';
import { OwnStatus } from '.';

const me = currentUser(aUser('olena', { global_name: 'Олена' }));
const settings = { direct_messages: 'everyone', status: 'online', push_text: false } as const;

beforeEach(() => {
  client.store.setState(
    { ...emptyState(), me, settings, connection: { phase: 'online', since: 0, retryAt: null } },
    true,
  );
  sessionStore(client).setState({ status: 'signed-in', user: me, unreachable: false }, true);
});
afterEach(() => vi.unstubAllGlobals());

const opener = (status: string) => screen.findByRole('button', { name: `Ваш стан: ${status}` });

describe('the menu of one’s presence', () => {
  it('says what others see and lets one choose', async () => {
    const calls = answer({
      'PATCH /users/@me/settings': (body) => [200, { ...settings, ...(body as object) }],
    });
    await show(<OwnStatus />);
    await userEvent.click(await opener('У мережі'));
    const items = await screen.findAllByRole('menuitemradio');
    expect(items.map((item) => item.getAttribute('aria-checked'))).toEqual([
      'true',
      'false',
      'false',
      'false',
    ]);
    await userEvent.click(screen.getByRole('menuitemradio', { name: /Невидимий/ }));
    expect(await opener('Невидимий')).toBeVisible();
    await waitFor(() =>
      expect(calls).toEqual([{ route: 'PATCH /users/@me/settings', body: { status: 'invisible' } }]),
    );
  });

  it('takes back what the server refuses, and says so', async () => {
    answer({ 'PATCH /users/@me/settings': [500, { code: 0, message: 'x' }] });
    await show(<OwnStatus />);
    await userEvent.click(await opener('У мережі'));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: /Не турбувати/ }));
    expect(await opener('У мережі')).toBeVisible();
    expect(await screen.findByText(/На сервері сталася помилка/)).toBeVisible();
  });

  it('shows that one is away when nobody is at the device, and offline without a connection', async () => {
    await show(<OwnStatus />);
    await opener('У мережі');
    client.store.setState({ away: true });
    expect(await opener('Неактивний')).toBeVisible();
    client.store.setState({ settings: { ...settings, status: 'dnd' } });
    expect(await opener('Не турбувати')).toBeVisible();
    client.store.setState({ connection: { phase: 'reconnecting', since: 0, retryAt: null } });
    expect(await opener('Не в мережі')).toBeVisible();
  });
});

describe('a status', () => {
  it('is written with its end', async () => {
    const calls = answer({ 'PATCH /users/@me': [200, me] });
    await show(<OwnStatus />);
    await userEvent.click(await opener('У мережі'));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Додати статус/ }));
    await userEvent.type(await screen.findByRole('textbox'), 'У саду');
    await userEvent.click(screen.getByRole('button', { name: /Коли прибрати/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Через годину' }));
    await userEvent.click(screen.getByRole('button', { name: 'Зберегти' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const body = calls[0]?.body as Record<string, unknown>;
    expect(body.custom_status).toBe('У саду');
    const minutes = (Date.parse(String(body.custom_status_expires_at)) - Date.now()) / 60_000;
    expect(Math.round(minutes)).toBe(60);
  });

  it('is cleared from the menu', async () => {
    client.store.setState({ me: { ...me, chatspace: { ...me.chatspace, custom_status: 'У саду' } } });
    const calls = answer({ 'PATCH /users/@me': [200, me] });
    await show(<OwnStatus />);
    await userEvent.click(await opener('У мережі'));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Прибрати статус/ }));
    await waitFor(() =>
      expect(calls).toEqual([
        { route: 'PATCH /users/@me', body: { custom_status: null, custom_status_expires_at: null } },
      ]),
    );
  });
});
