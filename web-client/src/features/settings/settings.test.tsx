import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { answer, show } from '@tests/screen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '@/api/session';
import { localeStore } from '@/i18n';
import { appearance } from '@/lib/appearance';
import { Settings } from './Settings';

const user = { id: '1', username: 'olena', global_name: 'Олена', email: 'olena@example.com', avatar: null };
const instance = { name: 'Липа', registration: 'open', version: '0.1.0', first_run: false };
const routes = { 'GET /chatspace/instance': [200, instance] as [number, unknown] };

beforeEach(() => {
  sessionStore.setState({ status: 'signed-in', user: user as never, unreachable: false }, true);
  appearance.setState({ theme: 'system', textSize: 15 });
});
afterEach(() => vi.unstubAllGlobals());

describe('settings', () => {
  it('change the theme at once', async () => {
    answer(routes);
    await show(<Settings />);
    await userEvent.click(screen.getByRole('radio', { name: 'Світла' }));
    expect(appearance.getState().theme).toBe('light');
  });

  it('change the text size with the keyboard', async () => {
    answer(routes);
    await show(<Settings />);
    screen.getByRole('slider', { name: 'Розмір тексту повідомлень' }).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(appearance.getState().textSize).toBe(17);
  });

  it('change the language', async () => {
    answer(routes);
    await show(<Settings />);
    await userEvent.click(screen.getByRole('radio', { name: 'English' }));
    expect(localeStore.getState().locale).toBe('en');
  });

  it('change what one is called; an empty name is none', async () => {
    const calls = answer({ ...routes, 'PATCH /users/@me': [200, user] });
    await show(<Settings />);
    await userEvent.clear(screen.getByLabelText('Як вас називати'));
    await userEvent.click(screen.getByRole('button', { name: 'Зберегти' }));
    await waitFor(() =>
      expect(calls).toContainEqual({ route: 'PATCH /users/@me', body: { global_name: null } }),
    );
    expect(await screen.findByText('Збережено')).toBeInTheDocument();
  });

  it('sign out, also when the server does not answer', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await show(<Settings />);
    await userEvent.click(screen.getByRole('button', { name: 'Вийти з облікового запису' }));
    await waitFor(() => expect(sessionStore.getState().status).toBe('signed-out'));
  });

  it('show every shortcut and find one by its words', async () => {
    answer(routes);
    await show(<Settings />);
    await userEvent.click(screen.getByRole('button', { name: 'Показати всі клавіші' }));
    const dialog = await screen.findByRole('dialog', { name: 'Клавіші' });
    await userEvent.type(within(dialog).getByLabelText('Знайти дію'), 'відпов');
    expect(within(dialog).getByText('Відповісти')).toBeVisible();
    expect(within(dialog).queryByText('Новий рядок')).toBeNull();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
