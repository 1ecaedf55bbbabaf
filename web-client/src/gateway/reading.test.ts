import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive, phase } from '@tests/live';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { markChannelRead, markRead, markUnreadFrom, onMessages } from '@/gateway';
import { unreadOf } from '@/store/read-states/selectors';
import type { Message } from '@/store/state';

const ACK = 204;

let server: FakeServer;
const acks = () => server.received.filter(({ op }) => op === ACK).map(({ d }) => d);
const unread = () => unreadOf(client.store.getState(), server.channel.id);
const receives = (message: Message) =>
  vi.waitFor(() =>
    expect(client.store.getState().channels[server.channel.id]?.last_message_id).toBe(message.id),
  );

beforeEach(async () => {
  server = await goLive();
});
afterEach(() => goHome(server));

describe('reading', () => {
  it('is seen at once and told once for many messages', async () => {
    const said = ['раз', 'два', 'три'].map((words) => server.says(server.taras, words));
    const last = said[2] as Message;
    await receives(last);
    for (const { id } of said) markRead(client, server.channel.id, id);
    expect(unread()).toEqual({ unread: false, mentions: 0 });
    await vi.waitFor(() => expect(acks()).toHaveLength(1), 3_000);
    expect(acks()[0]).toEqual({ channel_id: server.channel.id, message_id: last.id });
  });

  it('is not undone by what the server said before it heard of it', async () => {
    const message = server.says(server.taras, 'слово', { mentions: [server.olena] });
    await receives(message);
    markChannelRead(client, server.channel.id);
    const old = { channel_id: server.channel.id, last_read_id: '1', mention_count: 1 };
    server.emit('CHATSPACE_MESSAGE_ACK', { read_states: [old] });
    server.emit('TYPING_START', { channel_id: server.channel.id, user_id: server.taras.id });
    await vi.waitFor(() => expect(client.store.getState().typing[server.channel.id]).toBeDefined());
    expect(unread()).toEqual({ unread: false, mentions: 0 });
  });

  it('is told when the connection is back', async () => {
    const message = server.says(server.taras, 'слово');
    await receives(message);
    server.cut();
    await vi.waitFor(() => expect(phase()).toBe('reconnecting'));
    markRead(client, server.channel.id, message.id);
    await vi.waitFor(() => expect(acks()).toHaveLength(1), 15_000);
  });

  it('goes back on purpose, from a message on', async () => {
    const message = server.says(server.taras, 'слово', { mentions: [server.olena] });
    await receives(message);
    markChannelRead(client, server.channel.id);
    await markUnreadFrom(client, server.channel.id, message.id);
    expect(unread().unread).toBe(true);
    expect(acks().at(-1)).toMatchObject({ message_id: message.id, manual: true });
  });

  it('hands on what was heard live, with its guild', async () => {
    const listener = vi.fn();
    const stop = onMessages(client, listener);
    const message = server.says(server.taras, 'слово');
    await vi.waitFor(() => expect(listener).toHaveBeenCalledOnce());
    expect(listener.mock.calls[0]?.[0]).toMatchObject([
      { message: { id: message.id }, guildId: server.guild.id },
    ]);
    stop();
  });
});
