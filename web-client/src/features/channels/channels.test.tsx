import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, show } from '@tests/screen';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storageKey } from '@/client/storage';
import { usualSetting } from '@/store/notifications/rules';
import { emptyReading } from '@/store/read-states/state';
import { emptyState } from '@/store/state';
import type { ChannelAction } from './ChannelDialogs';
import { ChannelList } from './ChannelList';

const channel = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  type: 0,
  guild_id: '5',
  position: Number(id),
  parent_id: null,
  topic: null,
  rate_limit_per_user: 0,
  permission_overwrites: [],
  last_message_id: null,
  ...more,
});

function fill(ownerId: string) {
  const channels = [
    channel('10', 'general'),
    channel('11', 'сад', { parent_id: '20', last_message_id: '900' }),
    channel('20', 'Проєкти', { type: 4 }),
  ];
  const state = {
    ...emptyState(),
    me: { id: '1', username: 'olena' },
    guilds: { 5: { id: '5', name: 'Липа', owner_id: ownerId } },
    guildOrder: ['5'],
    channels: Object.fromEntries(channels.map((one) => [one.id, one])),
    reading: { ...emptyReading, marks: { 11: { lastRead: '900', mentions: 0 } } },
  };
  client.store.setState(state as unknown as ReturnType<typeof emptyState>, true);
}

function List() {
  const [action, setAction] = useState<ChannelAction>();
  return <ChannelList guildId="5" current="10" action={action} onAction={setAction} />;
}

beforeEach(() => fill('1'));
afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const menuOf = async (name: string, item: string) => {
  await userEvent.click(screen.getByRole('button', { name: `Дії: ${name}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
};

describe('the channel list', () => {
  it('counts mentions, also those of a muted channel, of which nothing else is shown', async () => {
    client.store.setState(({ reading }) => ({
      reading: {
        ...reading,
        marks: { 11: { lastRead: '800', mentions: 120 } },
        settings: { 11: { ...usualSetting('11'), muted: true } },
      },
    }));
    await show(<List />);
    const link = screen.getByRole('link', { name: 'сад, без сповіщень, 120 згадок' });
    expect(link).toHaveTextContent('99+');
    expect(link.closest('li')).not.toHaveAttribute('data-unread');
  });

  it('says where one is and what is unread', async () => {
    client.store.setState(({ reading }) => ({
      reading: { ...reading, marks: { 11: { lastRead: '800', mentions: 0 } } },
    }));
    await show(<List />);
    expect(screen.getByRole('link', { name: 'general' })).toHaveAttribute('aria-current', 'page');
    expect(screen.getByRole('link', { name: 'сад, непрочитане' })).toHaveAttribute('href', '/channels/5/11');
  });

  it('folds a category and remembers it', async () => {
    await show(<List />);
    const heading = screen.getByRole('button', { name: 'Проєкти' });
    await userEvent.click(heading);
    expect(heading).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('link', { name: 'сад' })).toBeNull();
    expect(localStorage.getItem(storageKey(client, 'collapsed'))).toBe('["20"]');
    await userEvent.click(heading);
  });

  it('is walked through with the arrows', async () => {
    await show(<List />);
    screen.getByRole('link', { name: 'general' }).focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('button', { name: 'Проєкти' })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('link', { name: 'сад' })).toHaveFocus();
    await userEvent.keyboard('{End}{Home}');
    expect(screen.getByRole('link', { name: 'general' })).toHaveFocus();
  });

  it('creates a channel in a category, spaces made hyphens', async () => {
    const calls = answer({ 'POST /guilds/5/channels': [201, { id: '30' }] });
    const { address } = await show(<List />);
    await menuOf('Проєкти', 'Створити канал');
    await userEvent.type(await screen.findByLabelText('Назва каналу'), 'Нові липи');
    await userEvent.click(screen.getByRole('button', { name: 'Створити' }));
    await waitFor(() => expect(address()).toBe('/channels/5/30'));
    expect(calls[0]?.body).toEqual({ name: 'нові-липи', type: 0, parent_id: '20' });
  });

  it('changes name and topic', async () => {
    const calls = answer({ 'PATCH /channels/10': [200, {}] });
    await show(<List />);
    await menuOf('general', 'Налаштування каналу');
    await userEvent.type(await screen.findByLabelText('Тема'), 'Про все');
    await userEvent.click(screen.getByRole('button', { name: 'Зберегти' }));
    await waitFor(() =>
      expect(calls[0]).toEqual({
        route: 'PATCH /channels/10',
        body: { name: 'general', topic: 'Про все', rate_limit_per_user: 0 },
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('moves a channel by its menu', async () => {
    const calls = answer({ 'PATCH /guilds/5/channels': [204] });
    await show(<List />);
    await menuOf('сад', 'Вище');
    await waitFor(() => expect(calls[0]?.route).toBe('PATCH /guilds/5/channels'));
    expect(calls[0]?.body).toContainEqual({ id: '11', position: 1, parent_id: null });
  });

  it('deletes after a question, and says why when it is refused', async () => {
    answer({ 'DELETE /channels/11': [403, { code: 50013, message: 'x' }] });
    await show(<List />);
    await menuOf('сад', 'Видалити канал');
    const question = await screen.findByRole('alertdialog', { name: 'Видалити канал' });
    await userEvent.click(within(question).getByRole('button', { name: 'Видалити' }));
    expect(await within(question).findByRole('alert')).toHaveTextContent('У вас немає на це дозволу.');
  });

  it('opens the menu with the right mouse button', async () => {
    await show(<List />);
    await userEvent.pointer({ keys: '[MouseRight]', target: screen.getByRole('link', { name: 'general' }) });
    expect(await screen.findByRole('menuitem', { name: 'Копіювати посилання' })).toBeVisible();
  });

  it('offers those without the right only what they may do', async () => {
    fill('2');
    await show(<List />);
    await userEvent.click(screen.getByRole('button', { name: 'Дії: general' }));
    const items = (await screen.findAllByRole('menuitem')).map((item) => item.textContent);
    expect(items).toEqual(['Позначити прочитаним', 'Сповіщення', 'Копіювати посилання']);
  });
});
