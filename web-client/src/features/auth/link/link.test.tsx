import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, formError, show } from '@tests/screen';
import { aUser, currentUser } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '@/api/session';
import type { LinkKind } from '@/lib/link-token';
import { LinkPage } from './LinkPage';

const me = currentUser(aUser('olena'));
const pair = { access_token: 't', token_type: 'bearer', expires_in: 600, user: me };

beforeEach(() =>
  sessionStore(client).setState({ status: 'signed-out', user: null, unreachable: false }, true),
);
afterEach(() => vi.unstubAllGlobals());

async function open(kind: LinkKind, token: string | null = 'secret') {
  const onSpent = vi.fn();
  const onRegistered = vi.fn(async () => {});
  await show(<LinkPage kind={kind} token={token} onSpent={onSpent} onRegistered={onRegistered} />);
  return { onSpent, onRegistered };
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

describe('a link from a letter', () => {
  it('does nothing until its button is pressed', async () => {
    const calls = answer({});
    await open('verify');
    expect(screen.getByRole('button', { name: 'Підтвердити адресу' })).toHaveFocus();
    expect(calls).toEqual([]);
  });

  it('confirms an address, also without a session', async () => {
    const calls = answer({ 'POST /auth/email/verify': [204] });
    const { onSpent } = await open('verify');
    await press('Підтвердити адресу');
    expect(await screen.findByRole('heading', { name: 'Адресу підтверджено' })).toBeVisible();
    expect(calls).toEqual([{ route: 'POST /auth/email/verify', body: { token: 'secret' } }]);
    expect(onSpent).toHaveBeenCalledOnce();
    expect(screen.getByRole('link', { name: 'Увійти' })).toHaveAttribute('href', '/login');
  });

  it('looks again who one is when the address of this session was confirmed', async () => {
    sessionStore(client).setState({ status: 'signed-in', user: { ...me, verified: false } });
    answer({ 'POST /auth/email/verify': [204], 'GET /users/@me': [200, me] });
    await open('verify');
    await press('Підтвердити адресу');
    expect(await screen.findByRole('link', { name: 'До розмов' })).toBeVisible();
    expect(sessionStore(client).getState().user?.verified).toBe(true);
  });

  it('makes the account and signs in', async () => {
    answer({ 'POST /auth/register/confirm': [201, pair] });
    const { onRegistered } = await open('register');
    await press('Створити обліковий запис');
    await waitFor(() => expect(onRegistered).toHaveBeenCalledOnce());
    expect(sessionStore(client).getState()).toMatchObject({
      status: 'signed-in',
      user: { username: 'olena' },
    });
  });

  it('changes the address', async () => {
    const calls = answer({ 'POST /auth/email/confirm': [204] });
    await open('email');
    await press('Підтвердити нову адресу');
    expect(await screen.findByRole('heading', { name: 'Адресу змінено' })).toBeVisible();
    expect(calls[0]?.route).toBe('POST /auth/email/confirm');
  });

  it('undoes a change, ends the session of this page, and offers a new password', async () => {
    sessionStore(client).setState({ status: 'signed-in', user: me });
    answer({ 'POST /auth/email/revert': [204], 'POST /auth/refresh': [401, { code: 0, message: 'x' }] });
    await open('revert');
    await press('Залишити попередню адресу');
    expect(await screen.findByRole('heading', { name: 'Зміну скасовано' })).toBeVisible();
    expect(sessionStore(client).getState().status).toBe('signed-out');
    expect(screen.getByRole('link', { name: 'Встановити новий пароль' })).toHaveAttribute('href', '/forgot');
  });

  it('sets a new password', async () => {
    const calls = answer({ 'POST /auth/reset': [204] });
    await open('reset');
    await userEvent.type(screen.getByLabelText('Новий пароль'), 'correct horse battery{Enter}');
    expect(await screen.findByRole('heading', { name: 'Пароль змінено' })).toBeVisible();
    expect(calls[0]?.body).toEqual({ token: 'secret', password: 'correct horse battery' });
  });

  it('says at the field that the new password will not do', async () => {
    answer({ 'POST /auth/reset': formError('password', 'PASSWORD_TOO_COMMON') });
    await open('reset');
    await userEvent.type(screen.getByLabelText('Новий пароль'), 'password123{Enter}');
    expect(await screen.findByText(/надто поширений/)).toBeVisible();
  });

  it.each([
    ['register', 'POST /auth/register/confirm', 'Створити обліковий запис', '/register'],
    ['verify', 'POST /auth/email/verify', 'Підтвердити адресу', '/login'],
    ['email', 'POST /auth/email/confirm', 'Підтвердити нову адресу', '/login'],
    ['revert', 'POST /auth/email/revert', 'Залишити попередню адресу', '/forgot'],
  ] as const)('that is dead says so and shows the way on (%s)', async (kind, route, button, way) => {
    answer({ [route]: formError('token', 'LINK_INVALID') });
    const { onSpent } = await open(kind);
    await press(button);
    expect(await screen.findByRole('heading', { name: 'Це посилання вже не діє' })).toBeVisible();
    expect(screen.getByRole('link')).toHaveAttribute('href', way);
    expect(onSpent).toHaveBeenCalledOnce();
  });

  it('that is dead asks for a new one instead of a new password', async () => {
    answer({ 'POST /auth/reset': formError('token', 'LINK_INVALID') });
    await open('reset');
    await userEvent.type(screen.getByLabelText('Новий пароль'), 'correct horse battery{Enter}');
    expect(await screen.findByRole('link', { name: 'Отримати нове посилання' })).toHaveAttribute(
      'href',
      '/forgot',
    );
  });

  it('can be pressed again when nobody answered', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    const { onSpent } = await open('verify');
    await press('Підтвердити адресу');
    expect(await screen.findByRole('alert')).toHaveTextContent('Немає зв’язку із сервером.');
    expect(screen.getByRole('button', { name: 'Підтвердити адресу' })).toBeEnabled();
    expect(onSpent).not.toHaveBeenCalled();
  });

  it('is to be opened once more when its secret is gone', async () => {
    answer({});
    await open('reset', null);
    expect(screen.getByRole('heading', { name: 'Відкрийте посилання ще раз' })).toBeVisible();
    expect(screen.queryByLabelText('Новий пароль')).toBeNull();
  });
});
