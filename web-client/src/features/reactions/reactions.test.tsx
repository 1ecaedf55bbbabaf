import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { aReaction } from '@tests/reactions';
import { render } from '@tests/render';
import { aRole, aUser } from '@tests/wire';
import { createElement, Fragment, type ReactElement, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '@/api/gen';
import { closeMessageWindow } from '@/extensions/message-window';
import { Timeline } from '@/features/timeline';
import { ToastRegion } from '@/ui/toast/toast';
import { reactionFeature } from '.';

// Without a layout the virtual list draws nothing; here it draws everything.
vi.mock('virtua', () => ({
  Virtualizer: ({
    data,
    children,
  }: {
    data?: unknown[];
    children: ReactNode | ((item: unknown, index: number) => ReactElement);
  }) =>
    typeof children === 'function'
      ? createElement(Fragment, null, ...(data ?? []).slice(0, 20).map(children))
      : createElement('ul', null, children),
}));

const VIEW = 1n << 10n;
const SEND = 1n << 11n;
const HISTORY = 1n << 16n;
const REACT = 1n << 6n;
const MANAGE = 1n << 13n;

let server: FakeServer;
let message: Message;
const kinds = Array.from({ length: 20 }, (_, index) => aReaction(`${index}️⃣`, 1));

/** Where the reader is a member with these permissions; the owner without any. */
async function start(reactions: Message['reactions'] = [], permissions?: bigint): Promise<void> {
  server = await goLive((fresh) => {
    if (permissions !== undefined) {
      fresh.guild.owner_id = fresh.taras.id;
      fresh.guild.roles = [aRole(fresh.guild.id, '@everyone', permissions)];
    }
    message = fresh.says(fresh.taras, 'hello', { reactions });
  });
}
async function open(locale: 'en' | 'uk' = 'en'): Promise<HTMLElement> {
  render(
    <>
      <Timeline guildId={server.guild.id} channelId={server.channel.id} />
      <ToastRegion />
    </>,
    locale,
  );
  const row = (await screen.findByText('hello')).closest('article');
  if (row === null) throw new Error('the message stands in no row');
  return row;
}
const chip = (name: RegExp) => screen.findByRole('button', { name });
const hover = (row: HTMLElement) =>
  act(() => row.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' })));
const field = () => screen.findByRole('combobox', { name: 'Search emoji' });

beforeEach(() => start());
afterEach(async () => {
  cleanup();
  closeMessageWindow(client);
  await goHome(server);
});

describe('the reactions below a message', () => {
  it('are buttons that say emoji, count and whether the reader is among them', async () => {
    await open();
    server.reacts({ user: server.taras, message, emoji: '👍' });
    const other = await chip(/^thumbs up, 1$/);
    expect(other).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(other);
    expect(await chip(/^thumbs up, 2, you reacted$/)).toHaveAttribute('aria-pressed', 'true');
    await waitFor(() => expect(server.reactors.get(`${message.id} 👍`)).toHaveLength(2));
    await userEvent.click(await chip(/^thumbs up, 2/));
    expect(await chip(/^thumbs up, 1$/)).toHaveAttribute('aria-pressed', 'false');
  });

  it('are named in Ukrainian', async () => {
    await goHome(server);
    await start([aReaction('👍', 3, { me: true })]);
    await open('uk');
    expect(await chip(/^великі пальці вгору, 3, ви відреагували$/)).toBeInTheDocument();
  });

  it('show a custom emoji by its name', async () => {
    await goHome(server);
    const emoji = { id: '123456789012345678', name: 'blob', animated: false };
    await start([aReaction('', 2, { emoji })]);
    await open();
    expect(await chip(/^:blob:, 2$/)).toHaveTextContent(':blob:');
  });

  it('are not announced, and bring no message', async () => {
    await open();
    server.reacts({ user: server.taras, message, emoji: '👍' });
    await chip(/^thumbs up/);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(screen.getByRole('log', { name: 'New messages' })).toBeEmptyDOMElement();
  });

  it('name up to five users on focus, and follow live', async () => {
    const others = ['a', 'b', 'c', 'd'].map((name) => aUser(name, { global_name: name.toUpperCase() }));
    for (const user of others) server.reacts({ user, message, emoji: '👍' });
    const row = await open();
    for (const user of others) server.reacts({ user, message, emoji: '👍' });
    await chip(/^thumbs up, 4/);
    row.focus();
    await userEvent.tab();
    for (
      let tabs = 0;
      tabs < 9 && !document.activeElement?.matches('[aria-label^="thumbs up, 4"]');
      tabs += 1
    )
      await userEvent.tab();
    const tooltip = await screen.findByRole('tooltip');
    await waitFor(() => expect(tooltip).toHaveTextContent('thumbs up: A, B, C and D'));
    server.reacts({ user: server.taras, message, emoji: '👍' });
    await waitFor(() => expect(tooltip).toHaveTextContent('A, B, C, D and Тарас'));
    server.reacts({ user: aUser('f', { global_name: 'F' }), message, emoji: '👍' });
    await waitFor(() => expect(tooltip).toHaveTextContent('A, B, C, D, Тарас and 1 more'));
    server.reacts({ user: others[1] ?? server.taras, message, emoji: '👍', on: false });
    await waitFor(() => expect(tooltip).toHaveTextContent('A, C, D, Тарас and F'));
  });

  it('are taken back with the reason when the server refuses', async () => {
    await open();
    server.reacts({ user: server.taras, message, emoji: '👍' });
    server.reactionFaults = [{ status: 403, code: 50013 }];
    await userEvent.click(await chip(/^thumbs up, 1$/));
    expect(await screen.findByText('You don’t have permission to do this.')).toBeInTheDocument();
    expect(await chip(/^thumbs up, 1$/)).toHaveAttribute('aria-pressed', 'false');
  });

  it('under a resting finger name the users instead of joining them', async () => {
    await open();
    server.reacts({ user: server.taras, message, emoji: '👍' });
    const button = await chip(/^thumbs up, 1$/);
    const touch = { pointerType: 'touch', pointerId: 1, isPrimary: true, button: 0, width: 20, height: 20 };
    fireEvent.pointerDown(button, touch);
    expect(await screen.findByRole('tooltip', {}, { timeout: 2_000 })).toBeInTheDocument();
    fireEvent.pointerUp(button, touch);
    fireEvent.click(button);
    expect(await chip(/^thumbs up, 1$/)).toHaveAttribute('aria-pressed', 'false');
  });
});

describe('the permission', () => {
  it('to react is needed for what nobody used, to read for what is there', async () => {
    await goHome(server);
    await start([aReaction('👍', 1)], VIEW | SEND | HISTORY);
    hover(await open());
    expect(screen.getByRole('toolbar')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Add reaction' })).toBeNull();
    expect(screen.queryByRole('button', { name: /^React with/ })).toBeNull();
    await userEvent.click(await chip(/^thumbs up, 1$/));
    expect(await chip(/^thumbs up, 2, you reacted$/)).toBeInTheDocument();
  });

  it('to read is missing: nothing can be joined', async () => {
    await goHome(server);
    await start([aReaction('👍', 1)], VIEW | SEND | REACT);
    hover(await open());
    expect(screen.queryByRole('button', { name: 'Add reaction' })).toBeNull();
    await userEvent.click(await chip(/^thumbs up, 1$/));
    expect(server.calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
    expect(await chip(/^thumbs up, 1$/)).toHaveAttribute('aria-disabled', 'true');
  });
});

describe('the choice', () => {
  it('opens with + on a focused message, finds by name in both languages and takes with Enter', async () => {
    const row = await open();
    await userEvent.tab();
    expect(row).toHaveFocus();
    await userEvent.keyboard('{Shift>}[Equal]{/Shift}');
    await userEvent.type(await field(), 'щось таке');
    expect(screen.getByRole('status')).toHaveTextContent('No emoji found');
    await userEvent.clear(await field());
    await userEvent.type(await field(), 'ракета{Enter}');
    expect(await chip(/^rocket, 1, you reacted$/)).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
    await waitFor(() => expect(row).toHaveFocus());
  });

  it('moves with the arrows through lines of eight, and Esc takes nothing', async () => {
    await open();
    await userEvent.tab();
    await userEvent.keyboard('{Shift>}[Equal]{/Shift}');
    await field();
    const active = () => screen.getByRole('option', { selected: true });
    expect(active()).toHaveAccessibleName('thumbs up');
    await userEvent.keyboard('{ArrowRight}');
    expect(active()).toHaveAccessibleName('red heart');
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toHaveAccessibleName('grinning face with big eyes');
    await userEvent.keyboard('{ArrowUp}{ArrowLeft}{ArrowLeft}');
    expect(active()).toHaveAccessibleName('thumbs up');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
    expect(server.calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
  });

  it('opens from the toolbar, which offers the three emoji used most', async () => {
    const row = await open();
    hover(row);
    const offered = () =>
      within(row)
        .getAllByRole('button', { name: /^React with/ })
        .map((button) => button.getAttribute('aria-label'));
    await waitFor(() =>
      expect(offered()).toEqual([
        'React with thumbs up',
        'React with red heart',
        'React with face with tears of joy',
      ]),
    );
    await userEvent.click(within(row).getByRole('button', { name: 'Add reaction' }));
    await userEvent.type(await field(), ':rocket:{Enter}');
    await chip(/^rocket, 1/);
    hover(row);
    await waitFor(() => expect(offered()[0]).toBe('React with rocket'));
    await userEvent.click(within(row).getByRole('button', { name: 'React with thumbs up' }));
    expect(await chip(/^thumbs up, 1, you reacted$/)).toBeInTheDocument();
  });

  it('says that 20 are the most, and still lets the reader join', async () => {
    await goHome(server);
    await start([...kinds.slice(1), aReaction('🚀', 1)]);
    await open();
    await userEvent.tab();
    await userEvent.keyboard('{Shift>}[Equal]{/Shift}');
    expect(await screen.findByText(/at most 20 different emoji/)).toBeInTheDocument();
    await userEvent.type(await field(), 'fire{Enter}');
    expect(screen.getByRole('option', { name: 'fire' })).toHaveAttribute('aria-disabled', 'true');
    expect(server.calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
    await userEvent.clear(await field());
    await userEvent.type(await field(), 'rocket{Enter}');
    expect(await chip(/^rocket, 2, you reacted$/)).toBeInTheDocument();
  });
});

describe('who reacted', () => {
  const openUsers = async () => {
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Reactions' }));
    return screen.findByRole('dialog', { name: 'Reactions' });
  };

  it('is a list per emoji, in which a moderator removes one, all of an emoji, and all', async () => {
    const row = await open();
    for (const emoji of ['👍', '🎉']) server.reacts({ user: server.taras, message, emoji });
    server.reacts({ user: server.olena, message, emoji: '👍' });
    await chip(/^party popper/);
    const dialog = await openUsers();
    expect(
      within(dialog)
        .getAllByRole('tab')
        .map((tab) => tab.textContent),
    ).toEqual(['👍 2', '🎉 1']);
    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Remove the reaction of Тарас' }),
    );
    await waitFor(() => expect(within(dialog).getAllByRole('tab')[0]).toHaveTextContent('👍 1'));
    expect(within(dialog).getByText('Олена')).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove all 👍 reactions' }));
    await waitFor(() => expect(within(dialog).getAllByRole('tab')).toHaveLength(1));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove all reactions' }));
    const question = await screen.findByRole('alertdialog', { name: 'Remove all reactions?' });
    await userEvent.click(within(question).getByRole('button', { name: 'Remove all reactions' }));
    await waitFor(() => expect(within(row).queryByRole('group', { name: 'Reactions' })).toBeNull());
  });

  it('offers others nothing but their own', async () => {
    await goHome(server);
    await start([], VIEW | SEND | HISTORY | REACT);
    await open();
    for (const user of [server.taras, server.olena]) server.reacts({ user, message, emoji: '👍' });
    await chip(/^thumbs up, 2/);
    const dialog = await openUsers();
    await within(dialog).findByRole('button', { name: 'Remove the reaction of Олена' });
    expect(within(dialog).queryByRole('button', { name: 'Remove the reaction of Тарас' })).toBeNull();
    expect(within(dialog).queryByRole('button', { name: /^Remove all/ })).toBeNull();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove the reaction of Олена' }));
    await waitFor(() => expect(server.reactors.get(`${message.id} 👍`)).toHaveLength(1));
  });

  it('is offered to moderators with the removal of all', async () => {
    await goHome(server);
    await start([aReaction('👍', 1)], VIEW | SEND | HISTORY | MANAGE);
    await open();
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('menuitem', { name: 'Remove all reactions' })).toBeInTheDocument();
    expect(screen.queryByRole('menuitem', { name: /^Add reaction/ })).toBeNull();
  });
});

describe('a shortcode', () => {
  const takeOver = (words: string) => reactionFeature.takeOver?.(client, server.channel.id, words) ?? null;

  it('reacts to the newest message', async () => {
    await open();
    expect(await takeOver('+:+1:')).toBe(true);
    expect(await chip(/^thumbs up, 1, you reacted$/)).toBeInTheDocument();
  });

  it('that names no emoji is an ordinary message', async () => {
    await open();
    expect(await takeOver('+:nosuch:')).toBe(false);
    expect(screen.queryByRole('button', { name: /you reacted$/ })).toBeNull();
  });

  it('is the whole text', () => {
    expect(takeOver('+:+1: indeed')).toBeNull();
  });
});
