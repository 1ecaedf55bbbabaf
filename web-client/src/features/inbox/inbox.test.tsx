import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { answer, show } from '@tests/screen';
import { aChannel, aMessage, aUser, currentUser, nextId } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { composerStateOf } from '@/store/composer/composer-state';
import { emptyReading } from '@/store/read-states/state';
import { emptyState } from '@/store/state';
import { InboxDialog } from './InboxDialog';

const guildId = nextId();
const taras = aUser('taras', { global_name: 'Тарас' });
const channel = aChannel(guildId, 'general', { last_message_id: nextId() });
const quiet = aChannel(guildId, 'тиша', { last_message_id: '5' });
const groupId = nextId();
const group = {
  id: groupId,
  type: 3 as const,
  name: 'Поїздка',
  icon: null,
  owner_id: taras.id,
  recipientIds: [taras.id],
  last_message_id: nextId(),
  flags: 0,
};

beforeEach(() => {
  client.store.setState(
    {
      ...emptyState(),
      me: currentUser(aUser('olena')),
      guilds: { [guildId]: { id: guildId, name: 'Липа', owner_id: '1' } as never },
      guildOrder: [guildId],
      channels: { [channel.id]: channel, [quiet.id]: quiet },
      dms: { [groupId]: group as never },
      users: { [taras.id]: taras },
      reading: {
        ...emptyReading,
        marks: {
          [quiet.id]: { lastRead: '5', mentions: 0 },
          [channel.id]: { lastRead: '5', mentions: 2 },
          [groupId]: { lastRead: '5', mentions: 1 },
        },
      },
    },
    true,
  );
});
afterEach(() => vi.unstubAllGlobals());

const route = 'GET /users/@me/mentions';
const onClose = vi.fn();
const open = () => show(<InboxDialog isOpen onClose={onClose} />);

describe('the inbox', () => {
  it('shows mentions with their place, and goes there', async () => {
    const message = aMessage(channel.id, taras, '**Олено**, глянь');
    answer({ [route]: [200, [message]] });
    const { address } = await open();
    const link = await screen.findByRole('link', { name: 'Перейти до повідомлення: Тарас, #general' });
    expect(link.closest('li')).toHaveTextContent('#general · Липа');
    await waitFor(() => expect(link.closest('li')).toHaveTextContent('Олено, глянь'));
    await userEvent.click(link);
    await waitFor(() => expect(address()).toBe(`/channels/${guildId}/${channel.id}`));
    expect(composerStateOf(client, channel.id).jump?.messageId).toBe(message.id);
    expect(onClose).toHaveBeenCalled();
  });

  it('shows older ones on demand', async () => {
    const page = Array.from({ length: 25 }, (_, index) => aMessage(channel.id, taras, `згадка ${index}`));
    const pages = [page.toReversed(), [aMessage(channel.id, taras, 'найдавніша')]];
    answer({ [route]: () => [200, pages.shift() ?? []] });
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Показати давніші' }));
    expect(await screen.findByText('найдавніша')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Показати давніші' })).toBeNull();
  });

  it('says so when there are none', async () => {
    answer({ [route]: [200, []] });
    await open();
    expect(await screen.findByRole('heading', { name: 'Згадок ще немає' })).toBeVisible();
  });

  it('lists what is unread and reads it', async () => {
    answer({ [route]: [200, []] });
    await open();
    await userEvent.click(screen.getByRole('tab', { name: 'Непрочитане' }));
    const panel = screen.getByRole('tabpanel');
    const links = within(panel).getAllByRole('link');
    expect(links.map((link) => link.textContent)).toEqual([
      'Поїздка1, 1 нове повідомлення',
      'general2, 2 згадки',
    ]);
    await userEvent.click(within(panel).getByRole('button', { name: 'Позначити прочитаним: general' }));
    expect(within(panel).queryByRole('link', { name: /general/ })).toBeNull();
    await userEvent.click(within(panel).getByRole('button', { name: 'Позначити все прочитаним' }));
    expect(await within(panel).findByRole('heading', { name: 'Ви все прочитали' })).toBeVisible();
  });
});
