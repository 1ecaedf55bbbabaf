import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, show } from '@tests/screen';
import { aChannel, aMessage, aUser, currentUser, nextId } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogueStore } from '@/i18n/catalogue';
import uk from '@/i18n/uk.json';
import { settingOf, usualSetting } from '@/store/notifications/rules';
import { emptyState } from '@/store/state';
import { shownOf } from './desktop';
import { NotificationDialog } from './NotificationDialog';

const guildId = nextId();
const channel = aChannel(guildId, 'general');
const taras = aUser('taras', { global_name: 'Тарас' });
const route = `PUT /users/@me/notification-settings/${channel.id}`;

beforeEach(() => {
  const guild = { id: guildId, name: 'Липа', owner_id: '1' };
  client.store.setState(
    {
      ...emptyState(),
      me: currentUser(aUser('olena')),
      guilds: { [guildId]: guild as never },
      channels: { [channel.id]: channel },
      users: { [taras.id]: taras },
    },
    true,
  );
});
afterEach(() => vi.unstubAllGlobals());

const here = () => settingOf(client.store.getState(), channel.id);
const open = () => show(<NotificationDialog isOpen scopeId={channel.id} onClose={() => undefined} />);

describe('the window of notifications', () => {
  it('changes the level, and says what is inherited', async () => {
    const calls = answer({ [route]: (body) => [200, { scope_id: channel.id, ...(body as object) }] });
    await open();
    const dialog = screen.getByRole('dialog', { name: 'Сповіщення: #general' });
    expect(within(dialog).getByRole('radio', { name: /Як на сервері/ })).toBeChecked();
    expect(dialog).toHaveTextContent('Зараз: Лише згадки');
    await userEvent.click(within(dialog).getByRole('radio', { name: /Усі повідомлення/ }));
    const { scope_id: _, ...usual } = usualSetting(channel.id);
    await waitFor(() => expect(calls).toEqual([{ route, body: { ...usual, level: 'all' } }]));
    expect(here().level).toBe('all');
  });

  it('mutes for a while and ends that', async () => {
    answer({ [route]: (body) => [200, { scope_id: channel.id, ...(body as object) }] });
    await open();
    await userEvent.click(screen.getByRole('button', { name: '1 годину' }));
    expect(await screen.findByRole('status')).toHaveTextContent('Вимкнено до');
    const until = Date.parse(here().muted_until ?? '');
    expect(Math.abs(until - Date.now() - 3_600_000)).toBeLessThan(10_000);
    await userEvent.click(screen.getByRole('button', { name: 'Увімкнути' }));
    await waitFor(() => expect(here()).toMatchObject({ muted: false, muted_until: null }));
  });

  it('takes back what the server refuses', async () => {
    answer({ [route]: [500, { code: 0, message: 'x' }] });
    await open();
    await userEvent.click(screen.getByRole('switch', { name: /@everyone/ }));
    await waitFor(() => expect(here().suppress_everyone).toBe(false));
    expect(await screen.findByRole('alertdialog')).toBeVisible();
  });
});

describe('a notification of the system', () => {
  beforeEach(() => catalogueStore.setState({ loaded: { locale: 'uk', messages: uk } }));

  it('says who, where and what, and leads to the message', () => {
    const message = aMessage(channel.id, taras, `**Привіт**, <@${taras.id}>!`);
    const { title, options } = shownOf(client, { message, guildId });
    expect(title).toBe('Тарас у #general · Липа');
    expect(options).toMatchObject({
      body: 'Привіт, @Тарас!',
      tag: channel.id,
      data: { path: `/channels/${guildId}/${channel.id}#${message.id}` },
    });
  });

  it('says that somebody joined, and what was changed in a group', () => {
    const joined = aMessage(channel.id, taras, '', { type: 7 });
    const inGuild = shownOf(client, { message: joined, guildId });
    expect(inGuild.options.body).toBe('Тарас приєднується до сервера');
    const renamed = aMessage(nextId(), taras, 'Читачі', { type: 4 });
    const inGroup = shownOf(client, { message: renamed, guildId: undefined });
    expect(inGroup.options.body).toBe('Тарас змінює назву групи: Читачі');
  });

  it('says who in a conversation, and that there is a file when there are no words', () => {
    const message = aMessage(nextId(), taras, '');
    const { title, options } = shownOf(client, { message, guildId: undefined });
    expect([title, options.body]).toEqual(['Тарас', 'Надіслано файл']);
    expect(options.data.path).toBe(`/dm/${message.channel_id}#${message.id}`);
  });
});
