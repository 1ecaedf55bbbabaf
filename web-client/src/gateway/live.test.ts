import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive, phase, shown } from '@tests/live';
import { aMessage } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '@/api/session';
import { openLog } from '@/store/messages/history';
import {
  deleteMessage,
  dropSend,
  editMessage,
  requestMembers,
  retrySend,
  sendMessage,
  startLive,
  stopLive,
} from '.';

let server: FakeServer;
const log = () => shown(server.channel.id);
const waiting = () => client.store.getState().outbox[server.channel.id] ?? [];
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 });
const onServer = () => server.messages.map((message) => message.content);

beforeEach(async () => {
  server = await goLive();
  await openLog(client, server.channel.id);
});
afterEach(() => goHome(server));

describe('the live client', () => {
  it('knows its guild, its channels and itself', () => {
    const state = client.store.getState();
    expect(state.me?.username).toBe('olena');
    expect(state.guilds[server.guild.id]?.name).toBe('Липа');
    expect(state.channels[server.channel.id]?.topic).toBe('Про все');
    expect(phase()).toBe('online');
  });

  it('shows what others write, change and delete', async () => {
    const message = server.says(server.taras, 'привіт');
    const second = server.says(server.taras, 'друге');
    await until(() => expect(log()).toEqual(['привіт', 'друге']));
    server.edits(message, 'вітаю');
    server.deletes(second);
    await until(() => expect(log()).toEqual(['вітаю']));
  });

  it('shows an own message at once and replaces it in place', async () => {
    sendMessage(client, server.channel.id, 'одразу');
    expect(waiting().map((pending) => pending.content)).toEqual(['одразу']);
    const [{ nonce = '' } = {}] = waiting();
    await until(() => expect(waiting()).toEqual([]));
    expect(client.store.getState().logs[server.channel.id]?.rows.map((row) => row.key)).toEqual([nonce]);
  });

  it('sends in the order of writing', async () => {
    const written = Array.from({ length: 20 }, (_, n) => `№${n}`);
    for (const content of written) sendMessage(client, server.channel.id, content);
    await until(() => expect(onServer()).toEqual(written));
    await until(() => expect(log()).toEqual(written));
  });

  it('loses and doubles nothing when the connection is cut while answers are under way', {
    timeout: 30_000,
  }, async () => {
    server.sendFaults = ['silent', 'lost', 'silent'];
    for (const content of ['a', 'b', 'c', 'd']) {
      sendMessage(client, server.channel.id, content);
      await until(() => expect(waiting()[0]?.state === 'sending' || waiting().length === 0).toBe(true));
      server.cut();
      await until(() => expect(phase()).toBe('reconnecting'));
      await until(() => expect(phase()).toBe('online'));
    }
    await until(() => expect(waiting()).toEqual([]));
    expect(onServer()).toEqual(['a', 'b', 'c', 'd']);
    expect(log()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps a refused message with its reason until it is sent again', async () => {
    server.sendFaults = [{ status: 403, code: 50013 }];
    sendMessage(client, server.channel.id, 'не можна');
    sendMessage(client, server.channel.id, 'можна');
    await until(() => expect(onServer()).toEqual(['можна']));
    await until(() =>
      expect(waiting()).toMatchObject([{ state: 'failed', failure: { status: 403, code: 50013 } }]),
    );
    retrySend(client, server.channel.id, waiting()[0]?.nonce ?? '');
    await until(() => expect(onServer()).toEqual(['можна', 'не можна']));
  });

  it('gives the text back when a refused message is dropped', async () => {
    server.sendFaults = [{ status: 400, code: 50035 }];
    sendMessage(client, server.channel.id, 'задовге');
    await until(() => expect(waiting()[0]?.state).toBe('failed'));
    expect(dropSend(client, server.channel.id, waiting()[0]?.nonce ?? '')).toBe('задовге');
    expect(waiting()).toEqual([]);
  });

  it('waits as long as a rate limit asks and then sends', async () => {
    server.sendFaults = [{ status: 429, code: 0, retry_after: 0.3 }];
    sendMessage(client, server.channel.id, 'згодом');
    await until(() => expect(waiting()[0]?.state).toBe('limited'));
    await until(() => expect(onServer()).toEqual(['згодом']));
  });

  it('sends over HTTP when the gateway stays away', async () => {
    vi.stubGlobal('location', { protocol: 'http:', host: '127.0.0.1:1', origin: `http://${server.host}` });
    server.cut();
    await until(() => expect(phase()).toBe('reconnecting'));
    sendMessage(client, server.channel.id, 'без сокета');
    // Stored first, shown once the response has come back.
    await until(() => expect(onServer()).toEqual(['без сокета']));
    await until(() => expect(log()).toEqual(['без сокета']));
  });

  it('sends after a reload what could not be sent before', async () => {
    server.sendFaults = ['lost'];
    sendMessage(client, server.channel.id, 'переживе');
    await until(() => expect(server.countOf(200)).toBe(1));
    stopLive(client);
    startLive(client, server.olena.id);
    await until(() => expect(onServer()).toEqual(['переживе']));
    await until(() => expect(waiting()).toEqual([]));
  });

  it('edits and deletes, over HTTP too', async () => {
    const message = server.says(server.olena, 'помилка');
    await until(() => expect(log()).toEqual(['помилка']));
    await editMessage(client, server.channel.id, message.id, 'правильно');
    expect(log()).toEqual(['правильно']);
    server.cut();
    await until(() => expect(phase()).toBe('reconnecting'));
    await deleteMessage(client, server.channel.id, message.id);
    expect(log()).toEqual([]);
    expect(server.calls).toContain(`DELETE /api/v10/channels/${server.channel.id}/messages/${message.id}`);
  });

  it('fetches members with their presence', async () => {
    requestMembers(client, server.guild.id);
    await until(() => expect(client.store.getState().membersLoad[server.guild.id]).toBe('loaded'));
    expect(client.store.getState().presences[server.taras.id]).toBe('idle');
    expect(client.store.getState().users[server.taras.id]?.global_name).toBe('Тарас');
  });

  it('marks its logs as old when the session could not be resumed', async () => {
    server.forgetSessions();
    server.cut();
    await until(() => expect(client.store.getState().logs[server.channel.id]?.stale).toBe(true));
    server.messages.push(aMessage(server.channel.id, server.taras, 'поки не чули'));
    await openLog(client, server.channel.id);
    expect(log()).toEqual(['поки не чули']);
  });

  it('goes on after events it does not know and payloads it cannot read', async () => {
    server.emit('SOMETHING_NEW', { a: 1 });
    server.emit('MESSAGE_CREATE', null);
    server.emit('MESSAGE_CREATE', { id: 5 });
    server.emit('GUILD_CREATE', { id: 'x', channels: 'none' });
    server.emit('CHANNEL_UPDATE', { ...server.channel, permission_overwrites: [null, { id: '1' }] });
    server.emit('GUILD_MEMBERS_CHUNK', {
      guild_id: server.guild.id,
      members: [{}, null],
      chunk_index: 0,
      chunk_count: 1,
    });
    server.emit('TYPING_START', []);
    server.says(server.taras, 'живі');
    await until(() => expect(log()).toEqual(['живі']));
  });

  it('ends the session of the person when the token is dead', async () => {
    server.close(4004);
    await until(() => expect(sessionStore(client).getState().status).toBe('signed-out'));
  });
});

describe('a conversation cut at random moments', () => {
  it('is complete, in order and without doubles', { timeout: 30_000 }, async () => {
    const said: string[] = [];
    for (let n = 0; n < 120; n += 1) {
      const content = `репліка ${n}`;
      said.push(content);
      if (Math.random() < 0.3) {
        sendMessage(client, server.channel.id, content);
        if (Math.random() < 0.5) server.sendFaults.push(Math.random() < 0.5 ? 'silent' : 'lost');
      } else server.says(server.taras, content);
      if (Math.random() < 0.08) server.cut();
      if (Math.random() < 0.03) server.close(4000);
      if (Math.random() < 0.03) server.sendOp(7, null);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
    }
    server.sendFaults = [];
    server.cut();
    await vi.waitFor(() => expect(waiting()).toEqual([]), { timeout: 20_000 });
    await until(() => expect(log()).toEqual(onServer()));
    expect([...onServer()].sort()).toEqual([...said].sort());
  });
});

describe('a message that cannot be sent', () => {
  it('goes over HTTP when the gateway closes on it again and again, and others go on', {
    timeout: 30_000,
  }, async () => {
    server.sendFaults = ['closes', 'closes', 'closes'];
    sendMessage(client, server.channel.id, 'отруйне');
    sendMessage(client, server.channel.id, 'звичайне');
    await vi.waitFor(() => expect(onServer()).toEqual(['отруйне', 'звичайне']), { timeout: 20_000 });
    expect(server.countOf(200)).toBeLessThan(5);
    await until(() => expect(waiting()).toEqual([]));
  });

  it('is given up with a reason when HTTP takes it no better, also after a reload', {
    timeout: 60_000,
  }, async () => {
    server.sendFaults = ['closes', 'closes'];
    server.reachable = false;
    sendMessage(client, server.channel.id, 'отруйне');
    sendMessage(client, server.channel.id, 'звичайне');
    await vi.waitFor(() => expect(waiting()[0]).toMatchObject({ state: 'failed', failure: { status: 0 } }), {
      timeout: 50_000,
    });
    await until(() => expect(onServer()).toEqual(['звичайне']));
    server.reachable = true;
    stopLive(client);
    startLive(client, server.olena.id);
    await until(() => expect(waiting()).toMatchObject([{ state: 'failed', content: 'отруйне' }]));
    expect(onServer()).toEqual(['звичайне']);
  });

  it('has half a surrogate pair replaced, in questions too', async () => {
    sendMessage(client, server.channel.id, 'a\ud83d b');
    await until(() => expect(onServer()).toEqual(['a\ufffd b']));
  });

  it('asks for a member whose name was not known yet, and mentions them', async () => {
    sendMessage(client, server.channel.id, 'привіт @taras і @nobody_here');
    await until(() => expect(onServer()).toEqual([`привіт <@${server.taras.id}> і @nobody_here`]));
  });
});
