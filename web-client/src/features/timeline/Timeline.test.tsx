import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { render } from '@tests/render';
import { createElement, Fragment, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sendMessage } from '@/gateway';
import { composerStateOf, startEditing } from '@/store/composer/composer-state';
import { Timeline } from './Timeline';

// Without a layout the virtual list draws nothing; here it draws everything.
vi.mock('virtua', () => ({
  Virtualizer: ({
    data,
    children,
  }: {
    data: unknown[];
    children: (item: unknown, index: number) => ReactElement;
  }) => createElement(Fragment, null, ...data.map(children)),
}));

let server: FakeServer;
const open = () => render(<Timeline guildId={server.guild.id} channelId={server.channel.id} />);
const row = (content: string) => {
  const article = screen.getByText(content).closest('article');
  if (article === null) throw new Error(`${content} stands in no message`);
  return article;
};

beforeEach(async () => {
  server = await goLive();
});
afterEach(async () => {
  cleanup();
  await goHome(server);
});

describe('the timeline', () => {
  it('says that nothing was said yet', async () => {
    open();
    expect(await screen.findByText('No messages yet')).toBeInTheDocument();
  });

  it('makes each message a heading of level 3 and keeps the log quiet', async () => {
    server.says(server.taras, 'перше');
    server.says(server.taras, 'друге');
    open();
    await screen.findByText('друге');
    expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(2);
    expect(screen.getByRole('log', { name: 'Messages' })).toHaveAttribute('aria-live', 'off');
  });

  it('says in one line who joined, where the server tells of it', async () => {
    server.says(server.taras, '', { type: 7 });
    open();
    const notice = await screen.findByText(/^Тарас joined/);
    expect(within(notice.closest('article') as HTMLElement).queryByRole('img')).toBeNull();
  });

  it('shows in a reply the words of the other message with their own signs', async () => {
    const first = server.says(server.taras, 'snake_case_name * 2 #1');
    server.says(server.olena, 'так', {
      type: 19,
      message_reference: { message_id: first.id, channel_id: first.channel_id, type: 0 },
      referenced_message: first,
    });
    open();
    await screen.findByText('так');
    expect(within(row('так')).getByRole('button', { name: /snake_case_name \* 2 #1/ })).toBeVisible();
  });

  it('draws larger what is nothing but emoji', async () => {
    server.says(server.taras, '🌱🌳');
    server.says(server.taras, 'сад 🌱');
    open();
    await screen.findByText('сад 🌱');
    expect(screen.getByText('🌱🌳').closest('.emojiOnly')).not.toBeNull();
    expect(screen.getByText('сад 🌱').closest('.emojiOnly')).toBeNull();
  });

  it('says in an edit what is too long, and sends nothing', async () => {
    server.says(server.olena, 'коротке');
    open();
    await screen.findByText('коротке');
    act(() => startEditing(client, server.channel.id, server.messages[0]?.id ?? ''));
    const field = await screen.findByRole('textbox');
    await userEvent.clear(field);
    await userEvent.click(field);
    await userEvent.paste('я'.repeat(2_003));
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('3 characters too many');
    expect(server.messages[0]?.content).toBe('коротке');
  });

  it('reads new messages aloud, not history', async () => {
    server.says(server.taras, 'давнє');
    open();
    await screen.findByText('давнє');
    const announcer = screen.getByRole('log', { name: 'New messages' });
    expect(announcer).toBeEmptyDOMElement();
    server.says(server.taras, '**нове**');
    await waitFor(() => expect(announcer).toHaveTextContent('Тарас: нове'), { timeout: 3_000 });
    server.says(server.taras, 'раз');
    server.says(server.taras, 'два');
    await waitFor(() => expect(announcer).toHaveTextContent('2 new messages from 1 person'), {
      timeout: 3_000,
    });
  });

  it('calls the author of old words a deleted user when the account is gone', async () => {
    const gone = { ...server.taras, username: `deleted_user_${server.taras.id}`, global_name: null };
    const target = server.says(gone, 'давнє');
    server.says(server.olena, 'відповідь', {
      type: 19,
      message_reference: {
        type: 0,
        message_id: target.id,
        channel_id: target.channel_id,
        guild_id: server.guild.id,
      },
      referenced_message: target,
    });
    open();
    await screen.findByText('відповідь');
    const [said, answered] = screen.getAllByRole('article');
    expect(said).toHaveTextContent(/Deleted user.*давнє/);
    expect(answered).toHaveTextContent(/Deleted user.*давнє.*відповідь/);
    expect(document.body).not.toHaveTextContent('deleted_user_');
  });

  it('says why a message was not sent and sends it again', async () => {
    open();
    await screen.findByText('No messages yet');
    server.sendFaults = [{ status: 403, code: 50013 }];
    sendMessage(client, server.channel.id, 'спроба');
    await screen.findByText('Not sent: you don’t have permission to write here');
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(screen.queryByText(/Not sent:/)).toBeNull());
    expect(server.messages.map((message) => message.content)).toEqual(['спроба']);
  });

  it('shows the actions under the mouse also where the pointer left something that is gone', async () => {
    server.says(server.taras, 'перше');
    open();
    await screen.findByText('перше');
    const enter = (pointerType: string) =>
      act(() => row('перше').dispatchEvent(new PointerEvent('pointerenter', { pointerType })));
    enter('touch');
    expect(screen.queryByRole('toolbar')).toBeNull();
    // Without a `pointerout` elsewhere, from which React would learn of it.
    enter('mouse');
    expect(within(row('перше')).getByRole('toolbar')).toBeInTheDocument();
    act(() => row('перше').dispatchEvent(new PointerEvent('pointerleave')));
    expect(screen.queryByRole('toolbar')).toBeNull();
  });

  it('acts on the focused message by physical keys', async () => {
    const message = server.says(server.taras, 'чуже');
    server.says(server.olena, 'моє');
    open();
    await screen.findByText('моє');
    await userEvent.tab();
    await userEvent.keyboard('{ArrowUp}');
    await waitFor(() => expect(row('чуже')).toHaveFocus());
    // On a Cyrillic layout this key writes «к».
    await userEvent.keyboard('[KeyR]');
    expect(composerStateOf(client, server.channel.id).replyTo?.id).toBe(message.id);
    await userEvent.keyboard('[KeyE]');
    expect(screen.queryByLabelText('Message text')).toBeNull();
    await userEvent.keyboard('{ArrowDown}');
    await waitFor(() => expect(row('моє')).toHaveFocus());
    await userEvent.keyboard('[KeyE]');
    const editor = await screen.findByLabelText('Message text');
    await userEvent.clear(editor);
    await userEvent.type(editor, 'виправлено{Enter}');
    await screen.findByText('(edited)');
    expect(server.messages.at(-1)?.content).toBe('виправлено');
  });

  it('lets what is typed after a click pass', async () => {
    server.says(server.olena, 'моє');
    open();
    await screen.findByText('моє');
    await userEvent.click(screen.getByText('моє'));
    expect(row('моє')).toHaveFocus();
    await userEvent.keyboard('cer{Backspace}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(screen.queryByLabelText('Message text')).toBeNull();
    expect(composerStateOf(client, server.channel.id).replyTo).toBeNull();
  });

  it('leads from a focused message into its toolbar', async () => {
    server.says(server.olena, 'моє https://example.com');
    open();
    await screen.findByText(/моє/);
    await userEvent.tab();
    await userEvent.tab();
    const toolbar = screen.getByRole('toolbar', { name: 'Message actions' });
    expect(within(toolbar).getByRole('button', { name: 'Reply' })).toHaveFocus();
  });

  it('asks before it deletes', async () => {
    server.says(server.olena, 'зайве');
    open();
    await screen.findByText('зайве');
    await userEvent.tab();
    expect(row('зайве')).toHaveFocus();
    await userEvent.keyboard('{Backspace}');
    const dialog = await screen.findByRole('alertdialog');
    expect(server.messages).toHaveLength(1);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(server.messages).toHaveLength(0));
    await waitFor(() => expect(screen.queryByText('зайве')).toBeNull());
  });

  it('offers to try again when the messages did not come', async () => {
    server.says(server.taras, 'є');
    server.reachable = false;
    open();
    expect(await screen.findByText('Couldn’t load messages')).toBeInTheDocument();
    // It waits for the reader instead of asking again and again.
    const asked = server.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.calls).toHaveLength(asked);
    server.reachable = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('є')).toBeInTheDocument();
  });
});
