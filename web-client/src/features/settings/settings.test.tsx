import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { instance, signedIn } from '@tests/person';
import { answer, show } from '@tests/screen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onLeaving, sessionStore, storeUser } from '@/api/session';
import { localeStore } from '@/i18n';
import { appearance } from '@/lib/appearance';
import { Settings } from './Settings';

const routes = { 'GET /chatspace/instance': [200, instance] as [number, unknown] };

beforeEach(() => {
  signedIn();
  appearance.setState({ theme: 'system', textSize: 15 });
});
afterEach(() => vi.unstubAllGlobals());

describe('settings', () => {
  it('list their parts and mark the one that is open', async () => {
    answer(routes);
    await show(<Settings section="appearance" />);
    const list = screen.getByRole('navigation', { name: 'Налаштування' });
    expect(
      within(list)
        .getAllByRole('link')
        .map((link) => link.textContent),
    ).toEqual([
      'Профіль',
      'Обліковий запис',
      'Безпека',
      'Приватність',
      'Пристрої',
      'Вигляд',
      'Комбінації клавіш',
      'Сповіщення',
      'Мої дані',
    ]);
    expect(within(list).getByRole('link', { current: 'page' })).toHaveTextContent('Вигляд');
  });

  it('show the profile when the address names no part, or none of ours', async () => {
    answer(routes);
    await show(<Settings section="nonsense" />);
    expect(await screen.findByLabelText('Про себе')).toBeVisible();
  });

  it.each([
    'profile',
    'account',
    'security',
    'data',
  ])('open at %s also when the server leaves out what it does not know', async (section) => {
    const { id, username } = signedIn();
    sessionStore(client).setState({ user: { id } as never });
    storeUser(client, { id, username } as never);
    answer(routes);
    await show(<Settings section={section} />);
    const part = await waitFor(() => screen.getAllByRole('region')[0]);
    expect(part).toBeVisible();
    expect(document.body).not.toHaveTextContent(/undefined|null/);
  });

  it('change the theme at once', async () => {
    answer(routes);
    await show(<Settings section="appearance" />);
    await userEvent.click(await screen.findByRole('radio', { name: 'Світла' }));
    expect(appearance.getState().theme).toBe('light');
  });

  it('change the text size with the keyboard', async () => {
    answer(routes);
    await show(<Settings section="appearance" />);
    (await screen.findByRole('slider', { name: 'Розмір тексту повідомлень' })).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(appearance.getState().textSize).toBe(17);
  });

  it('change the language', async () => {
    answer(routes);
    await show(<Settings section="appearance" />);
    await userEvent.click(await screen.findByRole('radio', { name: 'English' }));
    expect(localeStore.getState().locale).toBe('en');
  });

  it('sign out, also when the server does not answer, and say whose things are to be forgotten', async () => {
    const { id } = signedIn();
    const left = vi.fn();
    onLeaving(client, left);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await show(<Settings />);
    await userEvent.click(screen.getByRole('button', { name: 'Вийти з облікового запису' }));
    await waitFor(() =>
      expect(sessionStore(client).getState()).toMatchObject({ status: 'signed-out', user: null }),
    );
    expect(left).toHaveBeenCalledExactlyOnceWith(id);
  });
});
