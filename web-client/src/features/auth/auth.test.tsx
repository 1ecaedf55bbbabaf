import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, formError, show } from '@tests/screen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '@/api/session';
import { ForgotPassword } from './ForgotPassword';
import { InviteLanding } from './InviteLanding';
import { Register } from './Register';
import { SignIn } from './SignIn';

const user = { id: '1', username: 'olena', global_name: 'Олена', email: 'olena@example.com' };
const pair = { access_token: 't', token_type: 'bearer', expires_in: 600, user };
const instance = { name: 'Липа', registration: 'open', version: '1', first_run: false, sends_mail: true };
const open = { 'GET /chatspace/instance': [200, instance] as [number, unknown] };

beforeEach(() =>
  sessionStore(client).setState({ status: 'signed-out', user: null, unreachable: false }, true),
);
afterEach(() => vi.unstubAllGlobals());

const fill = async (label: string, text: string) => userEvent.type(screen.getByLabelText(label), text);

describe('signing in', () => {
  it('sends address and password and goes on', async () => {
    const calls = answer({ ...open, 'POST /auth/login': [200, pair] });
    const done = vi.fn(async () => {});
    await show(<SignIn onDone={done} />);
    await fill('Електронна пошта', 'olena@example.com');
    await fill('Пароль', 'correct horse battery');
    await userEvent.click(screen.getByRole('button', { name: 'Увійти' }));
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(calls.find(({ route }) => route === 'POST /auth/login')?.body).toEqual({
      email: 'olena@example.com',
      password: 'correct horse battery',
    });
  });

  it('says at the password that the pair is wrong, and does not go on', async () => {
    answer({ ...open, 'POST /auth/login': formError('login', 'INVALID_LOGIN') });
    const done = vi.fn(async () => {});
    await show(<SignIn onDone={done} />);
    await fill('Електронна пошта', 'olena@example.com');
    await fill('Пароль', 'wrong password{Enter}');
    expect(await screen.findByText('Неправильна пошта або пароль.')).toBeVisible();
    expect(screen.getByLabelText('Пароль')).toBeInvalid();
    expect(done).not.toHaveBeenCalled();
  });

  it('says that nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await show(<SignIn onDone={async () => {}} />, 'en');
    await fill('Email', 'olena@example.com');
    await fill('Password', 'correct horse{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Can’t reach the server.');
  });

  it('counts the seconds to wait', async () => {
    answer({ ...open, 'POST /auth/login': [429, { code: 0, message: 'x', retry_after: 21, global: false }] });
    await show(<SignIn onDone={async () => {}} />);
    await fill('Електронна пошта', 'olena@example.com');
    await fill('Пароль', 'correct horse{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Зачекайте 21 секунду');
  });

  it('shows the password to who wants to see it', async () => {
    answer(open);
    await show(<SignIn onDone={async () => {}} />);
    await userEvent.click(screen.getByRole('button', { name: 'Показати пароль' }));
    expect(screen.getByLabelText('Пароль')).toHaveAttribute('type', 'text');
    expect(screen.getByRole('button', { name: 'Сховати пароль' })).toBeVisible();
  });
});

describe('an account with a second factor', () => {
  const needed: [number, unknown] = [403, { code: 60003, message: 'x' }];
  const wrong: [number, unknown] = [400, { code: 60008, message: 'x' }];
  const login = (body: unknown): [number, unknown] => {
    const { code } = body as { code?: string };
    if (code === undefined) return needed;
    return code === '123456' ? [200, pair] : wrong;
  };
  const passFirstStep = async () => {
    await fill('Електронна пошта', 'olena@example.com');
    await fill('Пароль', 'correct horse battery{Enter}');
    expect(await screen.findByRole('heading', { name: 'Двофакторна автентифікація' })).toBeVisible();
  };

  it('asks for the code, with the focus on it, and sends it with what was entered', async () => {
    const calls = answer({ ...open, 'POST /auth/login': login });
    const done = vi.fn(async () => {});
    await show(<SignIn onDone={done} />);
    await passFirstStep();
    expect(screen.getByLabelText('Код')).toHaveFocus();
    await userEvent.keyboard('123456{Enter}');
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(calls.at(-1)?.body).toEqual({
      email: 'olena@example.com',
      password: 'correct horse battery',
      code: '123456',
    });
  });

  it('says at the code that it is wrong', async () => {
    answer({ ...open, 'POST /auth/login': login });
    const done = vi.fn(async () => {});
    await show(<SignIn onDone={done} />);
    await passFirstStep();
    await userEvent.keyboard('000000{Enter}');
    expect(await screen.findByText(/Код неправильний або вже використаний/)).toBeVisible();
    expect(screen.getByLabelText('Код')).toBeInvalid();
    expect(done).not.toHaveBeenCalled();
  });

  it('can be left for another account', async () => {
    answer({ ...open, 'POST /auth/login': login });
    await show(<SignIn onDone={async () => {}} />);
    await passFirstStep();
    await userEvent.click(screen.getByRole('button', { name: 'Інший обліковий запис' }));
    expect(screen.getByLabelText('Електронна пошта')).toBeVisible();
  });
});

describe('a forgotten password', () => {
  it('is answered with the same words for every address', async () => {
    const calls = answer({ ...open, 'POST /auth/forgot': [202] });
    await show(<ForgotPassword />);
    await fill('Електронна пошта', 'nobody@example.com{Enter}');
    expect(await screen.findByRole('status')).toHaveTextContent(
      'Якщо nobody@example.com має тут обліковий запис',
    );
    expect(screen.getByRole('status')).toHaveFocus();
    expect(calls.at(-1)).toEqual({ route: 'POST /auth/forgot', body: { email: 'nobody@example.com' } });
  });

  it('is a matter of the operator where no mail is sent', async () => {
    answer({ 'GET /chatspace/instance': [200, { ...instance, sends_mail: false }] });
    await show(<ForgotPassword />);
    expect(await screen.findByText(/Цей сервер не надсилає листів/)).toBeVisible();
    expect(screen.queryByLabelText('Електронна пошта')).toBeNull();
  });
});

describe('registering', () => {
  const fillAll = async (username: string) => {
    await fill('Електронна пошта', 'olena@example.com');
    await fill('Ім’я для показу', 'Олена');
    await fill('Ім’я користувача', username);
    await fill('Пароль', 'correct horse battery');
    await userEvent.click(screen.getByRole('button', { name: 'Створити обліковий запис' }));
  };

  it('sends everything, the name in small letters, the invite with it', async () => {
    const calls = answer({ ...open, 'POST /auth/register': [201, pair] });
    const done = vi.fn(async () => {});
    await show(<Register invite="lypa" onDone={done} />);
    await fillAll('Olena_1');
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(calls.find(({ route }) => route === 'POST /auth/register')?.body).toEqual({
      email: 'olena@example.com',
      username: 'olena_1',
      display_name: 'Олена',
      password: 'correct horse battery',
      invite: 'lypa',
    });
  });

  it('goes on in the mailbox where mail is sent, and lets correct the address', async () => {
    answer({ ...open, 'POST /auth/register': [202, { email: 'olena@example.com' }] });
    const done = vi.fn(async () => {});
    await show(<Register onDone={done} />);
    await fillAll('olena');
    expect(await screen.findByRole('heading', { name: 'Перевірте пошту' })).toBeVisible();
    expect(screen.getByText('olena@example.com')).toBeVisible();
    expect(done).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: /Помилка в адресі/ }));
    expect(screen.getByLabelText('Ім’я користувача')).toBeVisible();
  });

  it('says at the name that it is taken', async () => {
    answer({ ...open, 'POST /auth/register': formError('username', 'USERNAME_ALREADY_TAKEN') });
    await show(<Register onDone={async () => {}} />);
    await fillAll('olena');
    expect(await screen.findByText('Це ім’я вже зайняте. Спробуйте інше.')).toBeVisible();
  });

  it('sends no name that cannot be one', async () => {
    const calls = answer(open);
    await show(<Register onDone={async () => {}} />);
    await fillAll('олена');
    expect(await screen.findByText(/Від 2 до 32 символів/)).toBeVisible();
    expect(calls.some(({ route }) => route === 'POST /auth/register')).toBe(false);
  });

  it('welcomes the first one and says what it means, whoever may register', async () => {
    const first = { ...instance, registration: 'closed', first_run: true };
    answer({ 'GET /chatspace/instance': [200, first], 'POST /auth/register': [201, pair] });
    const done = vi.fn(async () => {});
    await show(<Register onDone={done} />);
    expect(await screen.findByText(/керуватиме цим сервером/)).toBeVisible();
    expect(screen.queryByText('Уже маєте обліковий запис?')).toBeNull();
    await fill('Електронна пошта', 'olena@example.com');
    await fill('Ім’я користувача', 'olena');
    await fill('Пароль', 'correct horse battery');
    await userEvent.click(screen.getByRole('button', { name: 'Створити обліковий запис адміністратора' }));
    await waitFor(() => expect(done).toHaveBeenCalledWith(true));
  });

  it.each([
    ['open', false],
    ['closed', true],
  ])('offers the setup token from elsewhere while nobody runs it (%s)', async (registration, required) => {
    const first = { ...instance, registration, first_run: true, needs_setup_token: true };
    const calls = answer({ 'GET /chatspace/instance': [200, first], 'POST /auth/register': [201, pair] });
    const done = vi.fn(async () => {});
    await show(<Register onDone={done} />);
    const token = await screen.findByLabelText('Токен налаштування');
    expect(token.hasAttribute('required')).toBe(required);
    expect(screen.getByText('Уже маєте обліковий запис?')).toBeVisible();
    await fill('Електронна пошта', 'olena@example.com');
    await fill('Ім’я користувача', 'olena');
    await fill('Пароль', 'correct horse battery');
    await fill('Токен налаштування', 'secret');
    await userEvent.click(screen.getByRole('button', { name: 'Створити обліковий запис' }));
    await waitFor(() => expect(done).toHaveBeenCalledWith(true));
    expect(calls.find(({ route }) => route === 'POST /auth/register')?.body).toMatchObject({
      setup_token: 'secret',
    });
  });

  it('is not offered without an invite where one is needed', async () => {
    answer({ 'GET /chatspace/instance': [200, { ...instance, registration: 'invite' }] });
    await show(<Register onDone={async () => {}} />);
    expect(await screen.findByText(/Реєстрація лише за запрошенням/)).toBeVisible();
    expect(screen.queryByLabelText('Пароль')).toBeNull();
  });
});

describe('an invite', () => {
  const guild = { id: '5', name: 'Липова алея', icon: null, description: null };
  const invite = {
    code: 'lypa',
    guild,
    channel: { id: '6', name: 'general', type: 0 },
    inviter: { id: '2', username: 'taras', global_name: 'Тарас' },
    approximate_member_count: 5,
    approximate_presence_count: 2,
  };

  it('shows a guest where it leads and both ways in', async () => {
    answer({ 'GET /invites/lypa': [200, invite] });
    await show(<InviteLanding code="lypa" />);
    expect(await screen.findByRole('heading', { name: 'Липова алея' })).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Тарас запрошує вас на сервер');
    expect(screen.getByText('5 учасників')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Створити обліковий запис і приєднатися' })).toHaveAttribute(
      'href',
      '/register?invite=lypa',
    );
    expect(screen.getByRole('link', { name: 'Увійти та приєднатися' })).toHaveAttribute(
      'href',
      '/login?invite=lypa',
    );
  });

  it('lets in who is signed in, with one press', async () => {
    sessionStore(client).setState({ status: 'signed-in' });
    const calls = answer({ 'GET /invites/lypa': [200, invite], 'POST /invites/lypa': [200, invite] });
    const { address } = await show(<InviteLanding code="lypa" />);
    await userEvent.click(await screen.findByRole('button', { name: 'Приєднатися' }));
    await waitFor(() => expect(address()).toBe('/channels/5/6'));
    expect(calls.map(({ route }) => route)).toContain('POST /invites/lypa');
  });

  it('says when it no longer works', async () => {
    answer({});
    await show(<InviteLanding code="old" />);
    expect(await screen.findByRole('heading', { level: 1, name: 'Запрошення вже не діє' })).toBeVisible();
  });
});
