import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { render } from '@tests/render';
import { createElement, Fragment, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Feature, FeaturesContext } from '@/extensions/feature';
import { closeMessageWindow, openMessageWindow } from '@/extensions/message-window';
import { Timeline } from './Timeline';

vi.mock('virtua', () => ({
  Virtualizer: ({
    data,
    children,
  }: {
    data: unknown[];
    children: (item: unknown, at: number) => ReactElement;
  }) => createElement(Fragment, null, ...data.map(children)),
}));

const ran = vi.fn();
const stars: Feature = {
  id: 'stars',
  Below: ({ message }) => <p>stars of {message.content}</p>,
  useActions: (message) => [
    {
      id: 'star',
      group: 'main',
      text: 'Star it',
      icon: null,
      shortcut: 'message.react',
      inToolbar: true,
      run: () =>
        openMessageWindow(client, message.id, ({ onClose }) => (
          <button type="button" onClick={onClose}>
            Close the stars
          </button>
        )),
    },
    { id: 'unstar', group: 'danger', text: 'Unstar all', icon: null, run: ran },
  ],
  useQuickActions: (_, count) =>
    Array.from({ length: count }, (_none, at) => ({
      id: `quick-${at}`,
      text: `Star ${at}`,
      icon: null,
      isPressed: at === 0,
      run: ran,
    })),
  spoken: () => 'three stars',
};

let server: FakeServer;
let row: HTMLElement;

beforeEach(async () => {
  server = await goLive((fresh) => fresh.says(fresh.taras, 'hello'));
  render(
    <FeaturesContext value={[stars]}>
      <Timeline guildId={server.guild.id} channelId={server.channel.id} />
    </FeaturesContext>,
  );
  row = (await screen.findByText('hello')).closest('article') as HTMLElement;
});
afterEach(async () => {
  cleanup();
  closeMessageWindow(client);
  await goHome(server);
});

describe('what a feature adds to a message', () => {
  it('stands below the text', () => {
    expect(within(row).getByText('stars of hello')).toBeInTheDocument();
  });

  it('is in the toolbar, with three quick actions', async () => {
    act(() => row.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' })));
    const bar = await within(row).findByRole('toolbar');
    expect(within(bar).getByRole('button', { name: /^Star it/ })).toBeInTheDocument();
    expect(within(bar).queryByRole('button', { name: /^Unstar/ })).toBeNull();
    expect(within(bar).getAllByRole('button', { name: /^Star \d/ })).toHaveLength(3);
    expect(within(bar).getByRole('button', { name: 'Star 0' })).toHaveAttribute('aria-pressed', 'true');
  });

  it('is in the menu', async () => {
    act(() => row.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' })));
    await userEvent.click(await within(row).findByRole('button', { name: /more/i }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Unstar all/ }));
    expect(ran).toHaveBeenCalledOnce();
  });

  it('acts by its key, opens its window and gives the focus back', async () => {
    await userEvent.tab();
    row.focus();
    fireEvent.keyDown(row, { code: 'Equal', key: '+', shiftKey: true });
    const close = await screen.findByRole('button', { name: 'Close the stars' });
    close.focus();
    fireEvent.click(close);
    await waitFor(() => expect(screen.queryByText('Close the stars')).toBeNull());
    await waitFor(() => expect(row).toHaveFocus());
  });

  it('is announced after the text of a new message', async () => {
    server.says(server.taras, 'news');
    const announced = screen.getByRole('log', { name: 'New messages' });
    await waitFor(() => expect(announced).toHaveTextContent('news, three stars'), { timeout: 3_000 });
  });
});
