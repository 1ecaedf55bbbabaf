import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { mutationsOf } from '@tests/mutations';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '@/api/session';
import { lastKnownMark } from '@/client/storage';
import { eventHandlers } from '@/features/registry';
import { clearStore } from '@/store';
import { visit } from '@/store/channels/recent';
import { openLog } from '@/store/messages/history';
import { forgetLastKnown, lastKnownOf, showLastKnown, stateOf, storeLastKnown } from './last-known';

let server: FakeServer;
const DAY_MS = 24 * 60 * 60_000;
const now = Date.now();
const known = () => lastKnownOf(client, client.store.getState(), now);
const rows = (state: ReturnType<typeof stateOf>) =>
  (state?.logs[server.channel.id]?.rows ?? []).map(({ message }) => message.content);

beforeEach(async () => {
  server = await goLive();
  for (let count = 1; count <= 60; count += 1) server.says(server.taras, `№${count}`);
  await openLog(client, server.channel.id);
  visit(client, server.channel.id);
});
afterEach(async () => {
  await forgetLastKnown(client);
  await goHome(server);
});

describe('what was last known', () => {
  it('comes back with its guilds, channels and messages, and says when that was', () => {
    const state = stateOf(eventHandlers, structuredClone(known()), now);
    expect(state?.guilds[server.guild.id]?.name).toBe('Липа');
    expect(state?.channels[server.channel.id]?.topic).toBe('Про все');
    expect(rows(state).at(-1)).toBe('№60');
    expect(state?.users[server.taras.id]?.global_name).toBe('Тарас');
    expect(state?.lastKnown).toBe(now);
  });

  it('has fifty messages of a channel, no more, and no address of the person', () => {
    expect(rows(stateOf(eventHandlers, known(), now))).toHaveLength(50);
    expect(JSON.stringify(known())).not.toMatch('olena@example.org');
  });

  it('is replaced by the first page that comes', () => {
    expect(stateOf(eventHandlers, known(), now)?.logs[server.channel.id]).toMatchObject({
      loaded: true,
      stale: true,
    });
  });

  it('is not shown after a month, when the session has ended as well', () => {
    expect(stateOf(eventHandlers, known(), now + 29 * DAY_MS)).not.toBeNull();
    expect(stateOf(eventHandlers, known(), now + 31 * DAY_MS)).toBeNull();
  });

  it('is nothing when it cannot be read, and never throws', () => {
    expect(stateOf(eventHandlers, undefined, now)).toBeNull();
    const whole = JSON.parse(JSON.stringify(known()));
    whole.logs[0].messages.length = 1;
    // Every seventh damage: over all fields each kind of it is there.
    const damaged = mutationsOf('kept', whole).filter((_, index) => index % 7 === 0);
    for (const { payload, what } of damaged)
      expect(() => stateOf(eventHandlers, payload, now), what).not.toThrow();
  });

  const stored = async () => {
    const stop = storeLastKnown(client, server.olena.id);
    client.store.setState(({ blocks }) => ({ blocks: new Set(blocks) }));
    await vi.waitFor(() => expect(localStorage.getItem(lastKnownMark(client))).not.toBeNull(), {
      timeout: 5_000,
    });
    stop();
    clearStore(client);
    sessionStore(client).setState({ status: 'unknown', user: null, unreachable: true });
  };

  it('is shown when the server cannot be asked, as that of the one who was here', async () => {
    await stored();
    await showLastKnown(client);
    expect(rows(client.store.getState())).toContain('№60');
    expect(sessionStore(client).getState()).toMatchObject({ status: 'signed-in', unreachable: true });
    expect(sessionStore(client).getState().user?.id).toBe(server.olena.id);
  });

  it('is gone once the session has ended', async () => {
    await stored();
    await forgetLastKnown(client);
    await showLastKnown(client);
    expect(client.store.getState().me).toBeNull();
    localStorage.setItem(lastKnownMark(client), '1');
    await showLastKnown(client);
    expect(client.store.getState().me).toBeNull();
  });

  it('of one person goes when another one is here', async () => {
    await stored();
    storeLastKnown(client, server.taras.id)();
    await showLastKnown(client);
    expect(sessionStore(client).getState().status).toBe('unknown');
    expect(client.store.getState().me).toBeNull();
  });
});
