import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { render } from '@tests/render';
import { aRole, nextId } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composerStateOf, replyTo, returnText } from '@/store/composer/composer-state';
import { openLog } from '@/store/messages/history';
import { Composer } from './Composer';

let server: FakeServer;
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message #general' });
const onServer = () => server.messages.map((message) => message.content);
const open = () => render(<Composer guildId={server.guild.id} channelId={server.channel.id} />);

beforeEach(async () => {
  server = await goLive();
});
afterEach(async () => {
  cleanup();
  await goHome(server);
});

describe('the composer', () => {
  it('sends with Enter, makes a line with Shift+Enter and is empty afterwards', async () => {
    open();
    await userEvent.type(field(), 'перший{Shift>}{Enter}{/Shift}другий{Enter}');
    await waitFor(() => expect(onServer()).toEqual(['перший\nдругий']));
    expect(field()).toHaveValue('');
  });

  it('reacts to the newest message by a shortcode, and sends what names no emoji as text', async () => {
    server.says(server.taras, 'перше');
    const newest = server.says(server.taras, 'друге');
    await openLog(client, server.channel.id);
    open();
    await userEvent.type(field(), '+:thumbsup:{Enter}');
    expect(field()).toHaveValue('');
    await waitFor(() => expect(server.reactors.get(`${newest.id} 👍`)).toHaveLength(1));
    expect(onServer()).toEqual(['перше', 'друге']);
    await userEvent.type(field(), '+:nosuch:{Enter}');
    await waitFor(() => expect(onServer()).toEqual(['перше', 'друге', '+:nosuch:']));
  });

  it('does not send while an input method composes, nor what is only space', async () => {
    open();
    await userEvent.type(field(), 'にほ');
    fireEvent.keyDown(field(), { code: 'Enter', key: 'Enter', isComposing: true });
    fireEvent.keyDown(field(), { code: 'Enter', key: 'Enter', keyCode: 229 });
    expect(field()).toHaveValue('にほ');
    await userEvent.clear(field());
    await userEvent.type(field(), '   {Enter}');
    expect(client.store.getState().outbox).toEqual({});
    expect(onServer()).toEqual([]);
  });

  it('keeps a draft over a reload', async () => {
    const { unmount } = open();
    await userEvent.type(field(), 'ще не все');
    unmount();
    open();
    expect(field()).toHaveValue('ще не все');
  });

  it('completes a mention and sends it by id', async () => {
    open();
    await userEvent.type(field(), 'привіт @тар');
    await screen.findByRole('option', { name: /Тарас/ });
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(field()).toHaveValue('привіт @taras '));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(onServer()).toEqual([`привіт <@${server.taras.id}>`]));
  });

  it('asks for people by what is typed, never for all of them', async () => {
    open();
    await userEvent.type(field(), 'привіт @');
    await screen.findByRole('option', { name: /Олена/ });
    await userEvent.type(field(), 'тар');
    const asked = () => server.received.filter(({ op }) => op === 8).map(({ d }) => d);
    await waitFor(() => expect(asked()).toMatchObject([{ query: 'тар', limit: 20 }]));
  });

  it('offers the roles that may be mentioned, by a part of their name', async () => {
    const role = { ...aRole(nextId(), 'Редакція новин', 0n), mentionable: true };
    await goHome(server);
    server = await goLive(({ guild }) => void guild.roles.push(role));
    open();
    await userEvent.type(field(), '@новин');
    await userEvent.click(await screen.findByRole('option', { name: /Редакція новин/ }));
    await userEvent.type(field(), 'гляньте{Enter}');
    await waitFor(() => expect(onServer()).toEqual([`<@&${role.id}> гляньте`]));
  });

  it('has the direction of what is written in it', () => {
    open();
    expect(field()).toHaveAttribute('dir', 'auto');
  });

  it('edits the last own message with the arrow up, only when empty', async () => {
    await openLog(client, server.channel.id);
    const own = server.says(server.olena, 'моє');
    server.says(server.taras, 'чуже');
    await waitFor(() => expect(client.store.getState().logs[server.channel.id]?.rows).toHaveLength(2));
    open();
    await userEvent.type(field(), 'а{ArrowUp}');
    expect(composerStateOf(client, server.channel.id).editing).toBeNull();
    await userEvent.type(field(), '{Backspace}{ArrowUp}');
    expect(composerStateOf(client, server.channel.id).editing).toBe(own.id);
  });

  it('answers the chosen message', async () => {
    await openLog(client, server.channel.id);
    const message = server.says(server.taras, 'питання');
    open();
    act(() => replyTo(client, server.channel.id, message));
    expect(screen.getByText('Replying to Тарас')).toBeInTheDocument();
    await userEvent.type(field(), 'відповідь{Enter}');
    await waitFor(() => expect(server.messages.at(-1)?.message_reference?.message_id).toBe(message.id));
    expect(screen.queryByText('Replying to Тарас')).toBeNull();
  });

  it('tells others about typing once, not with every key', async () => {
    open();
    await userEvent.type(field(), 'довге речення');
    await waitFor(() => expect(server.countOf(203)).toBe(1));
  });

  it('counts what is left and does not send what is too long', async () => {
    open();
    fireEvent.change(field(), { target: { value: 'я'.repeat(1_990) } });
    expect(screen.getByText('10 characters left')).toBeInTheDocument();
    fireEvent.change(field(), { target: { value: 'я'.repeat(2_001) } });
    expect(screen.getByText('1 character too many')).toBeInTheDocument();
    fireEvent.keyDown(field(), { code: 'Enter', key: 'Enter' });
    expect(client.store.getState().outbox).toEqual({});
  });

  it('takes back the text of a message that was not sent, before what is being written', async () => {
    open();
    await userEvent.type(field(), 'нове');
    act(() => returnText(client, server.channel.id, 'старе'));
    expect(field()).toHaveValue('старе\nнове');
  });

  it('shows who is typing', async () => {
    open();
    server.emit('TYPING_START', {
      channel_id: server.channel.id,
      guild_id: server.guild.id,
      user_id: server.taras.id,
      timestamp: 1,
      member: server.members[1],
    });
    expect(await screen.findByText('Тарас is typing…')).toBeInTheDocument();
  });
});
