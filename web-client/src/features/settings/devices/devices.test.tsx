import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { signedIn } from '@tests/person';
import { answer, show } from '@tests/screen';
import { aUser, wireTime } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuthSession } from '@/api';
import { DevicesSection } from './DevicesSection';

const ago = (hours: number) => wireTime(new Date(Date.now() - hours * 3_600_000));
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const aSession = (id: string, more: Partial<AuthSession>): AuthSession => ({
  id,
  current: false,
  client: firefox,
  address: '192.0.2.0/24',
  created_at: ago(99),
  last_used_at: ago(2),
  expires_at: ago(-99),
  ...more,
});
const here = aSession('2', { current: true, last_used_at: ago(3) });
const phone = aSession('1', { client: 'curl/8.5.0' });

let sessions: AuthSession[];
const routes = {
  'GET /auth/sessions': (): [number, unknown] => [200, sessions],
  'GET /auth/events': [200, []] as [number, unknown],
  'GET /auth/credentials': [200, { bots: [], added_bots: [], invites: [] }] as [number, unknown],
};

beforeEach(() => {
  signedIn();
  sessions = [phone, here];
});
afterEach(() => vi.unstubAllGlobals());

const rows = async () => {
  const card = screen.getByRole('region', { name: 'Пристрої, на яких ви ввійшли' });
  return within(card).findAllByRole('listitem');
};

describe('devices', () => {
  it('are listed in words, this one first and without a way to end it', async () => {
    answer(routes);
    await show(<DevicesSection />);
    const [first, second] = await rows();
    expect(first).toHaveTextContent(/Firefox, Linux.*Цей пристрій.*192\.0\.2\.0\/24.*3 години тому/);
    expect(within(first as HTMLElement).queryByRole('button')).toBeNull();
    expect(second).toHaveTextContent(/curl.*2 години тому/);
  });

  it.each([
    ['ends', 204],
    ['has ended by itself meanwhile', 404],
  ])('one of them %s', async (_, status) => {
    answer({
      ...routes,
      'DELETE /auth/sessions/1': () => {
        sessions = [here];
        return status === 204 ? [204] : [404, { code: 10098, message: 'x' }];
      },
    });
    await show(<DevicesSection />);
    await userEvent.click(await screen.findByRole('button', { name: 'Завершити: curl' }));
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(await screen.findByText('Завершено: curl')).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Пристрої, на яких ви ввійшли' })).toContainElement(
      document.activeElement as HTMLElement,
    );
  });

  it('end all but this one after a question', async () => {
    const calls = answer({ ...routes, 'POST /auth/logout-all': [204] });
    await show(<DevicesSection />);
    await userEvent.click(await screen.findByRole('button', { name: 'Вийти на всіх інших' }));
    const question = await screen.findByRole('alertdialog', { name: 'Вийти на всіх інших' });
    await userEvent.click(within(question).getByRole('button', { name: 'Завершити' }));
    await waitFor(() =>
      expect(calls).toContainEqual({ route: 'POST /auth/logout-all', body: { keep_current: true } }),
    );
  });

  it.each([
    ['uk', 'Вийти на всіх інших', 'Завершити', 'Скасувати і їх', 'Кава: ваш бот на 2 серверах'],
    ['en', 'Sign out everywhere else', 'Sign out', 'Revoke these too', 'Кава, your bot in 2 servers'],
  ] as const)('say which bots keep their access, and end them as well (%s)', async (locale, open, end, everything, bot) => {
    const calls = answer({
      ...routes,
      'GET /auth/credentials': [
        200,
        {
          bots: [{ bot: aUser('kava', { global_name: 'Кава' }), guild_count: 2 }],
          added_bots: [{ bot: aUser('noty', { global_name: 'Ноти' }), guild_count: 1 }],
          invites: [{ guild_name: 'Липа', created_at: ago(1), expires_at: null, uses: 0, max_uses: 0 }],
        },
      ],
      'POST /auth/logout-all': [204],
    });
    await show(<DevicesSection />, locale);
    await userEvent.click(await screen.findByRole('button', { name: open }));
    const question = await screen.findByRole('alertdialog', { name: open });
    expect(await within(question).findByText(bot)).toBeVisible();
    expect(within(question).getAllByRole('listitem')).toHaveLength(3);
    await userEvent.click(within(question).getByRole('switch', { name: everything }));
    await userEvent.click(within(question).getByRole('button', { name: end }));
    await waitFor(() =>
      expect(calls).toContainEqual({
        route: 'POST /auth/logout-all',
        body: { keep_current: true, everything: true },
      }),
    );
  });

  it('tell what happened lately, the rest on request', async () => {
    const events = Array.from({ length: 12 }, (_, index) => ({
      id: String(index + 1),
      kind: index === 0 ? 'password_changed' : 'login',
      client: firefox,
      address: '',
      created_at: ago(index),
    }));
    answer({ ...routes, 'GET /auth/events': [200, events] });
    await show(<DevicesSection />);
    expect(await screen.findByText('Пароль змінено')).toBeVisible();
    expect(screen.getAllByText('Вхід')).toHaveLength(7);
    await userEvent.click(screen.getByRole('button', { name: 'Показати всі (12)' }));
    expect(screen.getAllByText('Вхід')).toHaveLength(11);
  });

  it('can be asked for again when the server failed', async () => {
    let fails = true;
    answer({
      ...routes,
      'GET /auth/sessions': () => (fails ? [400, { code: 0, message: 'x' }] : [200, sessions]),
    });
    await show(<DevicesSection />);
    expect(await screen.findByRole('alert')).toBeVisible();
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Повторити' }));
    expect(await rows()).toHaveLength(2);
  });
});
