import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, show } from '@tests/screen';
import { aUser, currentUser } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '@/api';
import { passwordQuestion, showPassword } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { instanceSettingsQueryKey, queryClient } from '@/api/queries';
import { sessionStore } from '@/api/session';
import uk from '@/i18n/uk.json';
import { FirstRun } from './FirstRun';
import { Operator } from './Operator';

const olena = aUser('olena', { global_name: 'Олена' });
const at = '2026-11-25T17:00:00.000000+00:00';

const account = (username: string, more: Partial<Account> = {}): Account => ({
  user: aUser(username),
  email: `${username}@example.org`,
  verified: true,
  operator: false,
  disabled: false,
  mfa_enabled: false,
  created_at: at,
  last_seen_at: at,
  ...more,
});

const taras = account('taras');
const path = `/chatspace/admin/users/${taras.user.id}`;
const accounts = {
  'GET /chatspace/admin/users': [200, [account('olena', { user: olena }), taras]] as [number, unknown],
};
const json = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
const well = { clock: { now: at, ids_ahead_s: 0, last_jump: null } };
const isAboutStatus = (request: Request) => request.url.endsWith('/chatspace/admin/status');
const needed = [403, { code: 200001, message: 'Confirm your password first.' }] as [number, unknown];

function signIn(operator: boolean): void {
  const me = currentUser(olena);
  const user = { ...me, chatspace: { ...me.chatspace, operator } };
  sessionStore(client).setState({ status: 'signed-in', user, unreachable: false }, true);
}

beforeEach(() => signIn(true));
afterEach(() => {
  client.store.setState({ me: null });
  vi.unstubAllGlobals();
});

const act = async (name: string, item: string) => {
  await userEvent.click(await screen.findByRole('button', { name: `Дії: ${name}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
};

describe('running the installation', () => {
  it.each([
    [{ now: at, ids_ahead_s: 7_200, last_jump: null }, /випереджають годинник сервера на 120 хвилин/],
    [{ now: at, ids_ahead_s: 0, last_jump: { at, by_s: -3_600 } }, /переведено назад на 60 хвилин/],
    [{ now: at, ids_ahead_s: 0, last_jump: { at, by_s: 60 } }, /переведено вперед на 1 хвилину/],
  ])('says that the clock of the server is wrong: %j', async (clock, words) => {
    answer({ ...accounts, 'GET /chatspace/admin/status': [200, { clock }] });
    await show(<Operator section="users" />);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('says nothing of a clock that is right', async () => {
    answer({ ...accounts, 'GET /chatspace/admin/status': [200, well] });
    await show(<Operator section="users" />);
    await screen.findByText('taras@example.org');
    expect(screen.queryByText(/годинник/i)).toBeNull();
  });

  it('is for operators', async () => {
    signIn(false);
    const calls = answer({});
    await show(<Operator section="users" />);
    expect(screen.getByText('Лише для адміністраторів')).toBeVisible();
    expect(calls).toEqual([]);
  });
});

describe('the people', () => {
  it('are listed with their rights and state', async () => {
    const more = { operator: true, disabled: true, mfa_enabled: true, verified: false, last_seen_at: null };
    answer({ 'GET /chatspace/admin/users': [200, [account('ivan', more)]] });
    await show(<Operator section="users" />);
    const row = (await screen.findByText('@ivan')).closest('li') as HTMLElement;
    for (const word of [
      'Вимкнено',
      'Адміністратор',
      'Пошту не підтверджено',
      'Двофакторна',
      'Ще не з’являлися',
    ])
      expect(row).toHaveTextContent(word);
  });

  it('are searched by the server, and say when nobody is found', async () => {
    const asked: (string | null)[] = [];
    vi.stubGlobal('fetch', async (input: Request) => {
      if (isAboutStatus(input)) return json(well);
      const query = new URL(input.url).searchParams.get('query');
      asked.push(query);
      return json(query === null ? [taras] : []);
    });
    await show(<Operator section="users" />);
    await screen.findByText('@taras');
    await userEvent.type(screen.getByLabelText('Пошук користувачів'), ' anna ');
    expect(await screen.findByText('Нікого не знайдено.')).toBeVisible();
    expect(asked).toEqual([null, 'anna']);
  });

  it('come page by page', async () => {
    const first = Array.from({ length: 50 }, (_, index) => account(`person${index}`));
    const asked: (string | null)[] = [];
    vi.stubGlobal('fetch', async (input: Request) => {
      if (isAboutStatus(input)) return json(well);
      const after = new URL(input.url).searchParams.get('after');
      asked.push(after);
      return json(after === null ? first : [account('zoya')]);
    });
    await show(<Operator section="users" />);
    await userEvent.click(await screen.findByRole('button', { name: 'Показати ще' }));
    expect(await screen.findByText('@zoya', undefined, { timeout: 10_000 })).toBeVisible();
    expect(asked).toEqual([null, first.at(-1)?.user.id]);
    expect(screen.queryByRole('button', { name: 'Показати ще' })).toBeNull();
  });

  it('are disabled only after a question, and shown so at once', async () => {
    const calls = answer({ ...accounts, [`PATCH ${path}`]: [200, { ...taras, disabled: true }] });
    await show(<Operator section="users" />);
    await act('taras', 'Вимкнути обліковий запис');
    const question = screen.getByRole('alertdialog', { name: 'Вимкнути обліковий запис' });
    expect(calls.some(({ route }) => route.startsWith('PATCH'))).toBe(false);
    await userEvent.click(within(question).getByRole('button', { name: 'Вимкнути' }));
    expect(await screen.findByText('Вимкнено')).toBeVisible();
    expect(calls.at(-1)).toEqual({ route: `PATCH ${path}`, body: { disabled: true } });
  });

  it('cannot be oneself', async () => {
    answer({ ...accounts });
    const me = currentUser(olena);
    client.store.setState({ me: { ...me, chatspace: { ...me.chatspace, operator: true } } });
    await show(<Operator section="users" />);
    await screen.findByText('@taras');
    expect(screen.queryByRole('button', { name: 'Дії: Олена' })).toBeNull();
  });

  it('are changed after the password was asked for', async () => {
    let shown = false;
    const calls = answer({
      ...accounts,
      'POST /auth/reauthenticate': () => {
        shown = true;
        return [204];
      },
      [`PATCH ${path}`]: () => (shown ? [200, { ...taras, operator: true }] : needed),
    });
    await show(<Operator section="users" />);
    await act('taras', 'Зробити адміністратором');
    const question = screen.getByRole('alertdialog', { name: 'Зробити адміністратором' });
    await userEvent.click(within(question).getByRole('button', { name: 'Зробити адміністратором' }));
    await waitFor(() => expect(passwordQuestion(client).getState().asked).not.toBeNull());
    await showPassword(client, 'correct horse');
    expect(await screen.findByText('Адміністратор')).toBeVisible();
    expect(calls.filter(({ route }) => route === `PATCH ${path}`)).toHaveLength(2);
  });
});

describe('the link for a new password', () => {
  it('is made when it is asked for, and shown once', async () => {
    const person = userEvent.setup();
    const link = { url: 'https://chat.example/link/reset#secret', expires_at: at };
    const calls = answer({ ...accounts, [`POST ${path}/reset-link`]: [201, link] });
    await show(<Operator section="users" />);
    await act('taras', 'Посилання для нового пароля');
    expect(calls.some(({ route }) => route.startsWith('POST'))).toBe(false);
    await person.click(screen.getByRole('button', { name: 'Створити посилання' }));
    expect(await screen.findByLabelText('Посилання для taras')).toHaveValue(link.url);
    expect(screen.getByText(/Діє один раз, до 25 листопада 2026/)).toBeVisible();
    await person.click(screen.getByRole('button', { name: 'Копіювати посилання' }));
    expect(await navigator.clipboard.readText()).toBe(link.url);
    const dialog = screen.getByRole('dialog', { name: 'Посилання для нового пароля' });
    await person.click(within(dialog).getAllByRole('button', { name: 'Закрити' }).at(-1) as HTMLElement);
    await waitFor(() => expect(screen.queryByDisplayValue(link.url)).toBeNull());
    await act('taras', 'Посилання для нового пароля');
    expect(screen.queryByDisplayValue(link.url)).toBeNull();
  });
});

describe('who may register', () => {
  it('is in force as soon as it is chosen', async () => {
    const calls = answer({
      'GET /chatspace/admin/settings': [200, { registration: 'open' }],
      'PATCH /chatspace/admin/settings': (body) => [200, body],
    });
    await show(<Operator section="registration" />);
    expect(await screen.findByRole('radio', { name: /Будь-хто/ })).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: /Люди з запрошенням/ }));
    expect(await screen.findByText('Збережено')).toBeInTheDocument();
    expect(calls.at(-1)).toEqual({
      route: 'PATCH /chatspace/admin/settings',
      body: { registration: 'invite' },
    });
    expect(screen.getByRole('radio', { name: /Люди з запрошенням/ })).toBeChecked();
  });

  it('stays as it was when the server refuses', async () => {
    answer({
      'GET /chatspace/admin/settings': [200, { registration: 'open' }],
      'PATCH /chatspace/admin/settings': [500, { code: 0, message: 'x' }],
    });
    await show(<Operator section="registration" />);
    await userEvent.click(await screen.findByRole('radio', { name: /Ніхто/ }));
    expect(await screen.findByText(uk['error.server'])).toBeVisible();
    expect(screen.getByRole('radio', { name: /Будь-хто/ })).toBeChecked();
  });

  it('is asked of a new operator, who may leave it as it is', async () => {
    const calls = answer({ 'GET /chatspace/admin/settings': [200, { registration: 'invite' }] });
    const done = vi.fn(async () => {});
    await show(<FirstRun onDone={done} />);
    expect(await screen.findByRole('radio', { name: /Люди з запрошенням/ })).toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: 'Продовжити' }));
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(calls.map(({ route }) => route)).toEqual(['GET /chatspace/admin/settings']);
  });

  it('is set by a new operator', async () => {
    const calls = answer({
      'GET /chatspace/admin/settings': [200, { registration: 'invite' }],
      'PATCH /chatspace/admin/settings': (body) => [200, body],
    });
    const done = vi.fn(async () => {});
    await show(<FirstRun onDone={done} />);
    await userEvent.click(await screen.findByRole('radio', { name: /Ніхто/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Продовжити' }));
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(calls.at(-1)?.body).toEqual({ registration: 'closed' });
    // The choice shown later is the one that was made.
    expect(queryClient(client).getQueryData(instanceSettingsQueryKey({ client: httpOf(client) }))).toEqual({
      registration: 'closed',
    });
  });
});

describe('the letters', () => {
  const email = (id: string, state: string, more = {}) => ({
    id,
    kind: 'reset',
    to: `${state}@example.org`,
    created_at: at,
    state,
    has_link: false,
    ...more,
  });

  const url = 'https://chat.example/link/reset#secret';

  it('say whether they left, and have no link with them', async () => {
    answer({
      'GET /chatspace/admin/emails': [
        200,
        [
          email('1', 'unsent', { has_link: true }),
          email('2', 'sent'),
          email('3', 'waiting', { kind: 'news' }),
        ],
      ],
    });
    await show(<Operator section="emails" />);
    const rows = within(await screen.findByRole('list', { name: 'Листи' })).getAllByRole('listitem');
    expect(rows[0]).toHaveTextContent('Новий парольunsent@example.org');
    expect(rows[0]).toHaveTextContent('Немає поштового сервера');
    expect(within(rows[0] as HTMLElement).getByRole('button')).toHaveAccessibleName(
      'Показати посилання для unsent@example.org',
    );
    expect(rows[1]).toHaveTextContent('Надіслано');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(within(rows[1] as HTMLElement).queryByRole('button')).toBeNull();
    // A kind of a newer server.
    expect(rows[2]).toHaveTextContent('Сповіщення');
  });

  it.each([
    ['uk', 'Показати посилання для unsent@example.org', 'Посилання для unsent@example.org'],
    ['en', 'Show the link for unsent@example.org', 'Link for unsent@example.org'],
  ] as const)('reveal a link after the password, once, to be copied (%s)', async (locale, reveal, label) => {
    const person = userEvent.setup();
    let shown = false;
    let revealed = false;
    const calls = answer({
      'GET /chatspace/admin/emails': () => [200, [email('1', 'unsent', { has_link: !revealed })]],
      'POST /auth/reauthenticate': () => {
        shown = true;
        return [204];
      },
      'POST /chatspace/admin/emails/1/link': () => {
        if (!shown) return needed;
        revealed = true;
        return [200, { url }];
      },
    });
    await show(<Operator section="emails" />, locale);
    await person.click(await screen.findByRole('button', { name: reveal }));
    await waitFor(() => expect(passwordQuestion(client).getState().asked).not.toBeNull());
    expect(screen.queryByLabelText(label)).toBeNull();
    await showPassword(client, 'correct horse');
    expect(await screen.findByLabelText(label)).toHaveValue(url);
    await person.click(screen.getByRole('button', { name: /Копіювати посилання|Copy link/ }));
    expect(await navigator.clipboard.readText()).toBe(url);
    expect(screen.queryByRole('button', { name: reveal })).toBeNull();
    expect(calls.filter(({ route }) => route.endsWith('/emails/1/link'))).toHaveLength(2);
  });

  it('say that a link was revealed before', async () => {
    answer({
      'GET /chatspace/admin/emails': [200, [email('1', 'unsent', { has_link: true })]],
      'POST /chatspace/admin/emails/1/link': [404, { code: 200040, message: 'x' }],
    });
    await show(<Operator section="emails" />);
    await userEvent.click(await screen.findByRole('button', { name: /Показати посилання/ }));
    expect(await screen.findByText('Це посилання вже показували, або його термін минув.')).toBeVisible();
  });

  it('are none on a server that has sent none', async () => {
    answer({ 'GET /chatspace/admin/emails': [200, []] });
    await show(<Operator section="emails" />);
    expect(await screen.findByText('Листів ще немає')).toBeVisible();
  });
});
