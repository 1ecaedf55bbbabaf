import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { signedIn } from '@tests/person';
import { answer, show } from '@tests/screen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noticeSettings } from '@/lib/notice-settings';
import { NotificationsSection } from './NotificationsSection';
import { bytesOf } from './push-device';

const device = {
  id: '7',
  endpoint_host: 'push.example.org',
  created_at: '2026-10-01T09:00:00Z',
  current: false,
};
const routes = (devices: object[]) => ({
  'GET /users/@me/push-subscriptions': [200, devices] as [number, unknown],
});

function permission(first: NotificationPermission, answered: NotificationPermission) {
  const requestPermission = vi.fn(() => Promise.resolve(answered));
  vi.stubGlobal('Notification', Object.assign(vi.fn(), { permission: first, requestPermission }));
  return requestPermission;
}

beforeEach(() => {
  signedIn();
  noticeSettings.setState({ desktop: false, sound: true });
});
afterEach(() => vi.unstubAllGlobals());

const desktop = () => screen.getByRole('switch', { name: 'Показувати системні сповіщення' });

describe('notifications on this device', () => {
  it('ask the browser by a press, not before', async () => {
    answer(routes([]));
    const asked = permission('default', 'granted');
    await show(<NotificationsSection />);
    expect(asked).not.toHaveBeenCalled();
    await userEvent.click(desktop());
    expect(desktop()).toBeChecked();
    expect(noticeSettings.getState().desktop).toBe(true);
    expect(localStorage.getItem('chatspace.notices')).toBe('{"desktop":true,"sound":true}');
  });

  it('say how to allow what was refused', async () => {
    answer(routes([]));
    permission('default', 'denied');
    await show(<NotificationsSection />);
    await userEvent.click(desktop());
    expect(await screen.findByRole('alert')).toHaveTextContent('Заблоковано браузером');
    expect(desktop()).not.toBeChecked();
  });

  it('may be without a sound', async () => {
    answer(routes([]));
    permission('granted', 'granted');
    await show(<NotificationsSection />);
    await userEvent.click(screen.getByRole('switch', { name: 'Відтворювати звук' }));
    expect(noticeSettings.getState().sound).toBe(false);
  });
});

describe('pushes', () => {
  it('list the devices and remove one', async () => {
    const list = [device];
    const calls = answer({
      ...routes([]),
      'GET /users/@me/push-subscriptions': () => [200, [...list]],
      'DELETE /users/@me/push-subscriptions/7': () => {
        list.pop();
        return [204];
      },
    });
    await show(<NotificationsSection />);
    const row = (await screen.findByText('push.example.org')).closest('li') as HTMLElement;
    await userEvent.click(within(row).getByRole('button', { name: 'Прибрати пристрій: push.example.org' }));
    expect(await screen.findByText('Поки жодного.')).toBeVisible();
    expect(calls.some(({ route }) => route.startsWith('DELETE'))).toBe(true);
  });

  it('show text only when one wants it', async () => {
    const settings = { direct_messages: 'shared_guild', status: 'online', push_text: false } as const;
    client.store.setState({ settings });
    const calls = answer({
      ...routes([]),
      'PATCH /users/@me/settings': [200, { ...settings, push_text: true }],
    });
    await show(<NotificationsSection />);
    const choice = await screen.findByRole('switch', { name: 'Показувати автора й текст' });
    await waitFor(() => expect(choice).toBeEnabled());
    await userEvent.click(choice);
    await waitFor(() => expect(choice).toBeChecked());
    expect(calls.at(-1)).toEqual({ route: 'PATCH /users/@me/settings', body: { push_text: true } });
  });

  it('say so where the server sends none', async () => {
    answer({});
    await show(<NotificationsSection />);
    expect(await screen.findByText('Цей сервер не надсилає push-сповіщень.')).toBeVisible();
  });

  it('take a key as the browser wants it', () => {
    expect([...bytesOf('-_8')]).toEqual([251, 255]);
  });
});
