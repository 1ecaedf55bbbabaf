import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive, shown } from '@tests/live';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAround, loadLatest, loadNewer, loadOlder, openLog, PAGE_SIZE, retryLoad } from './history';

let server: FakeServer;
let id: string;
const log = () => client.store.getState().logs[id];

beforeEach(async () => {
  server = await goLive((fresh) => {
    for (let n = 0; n < 120; n += 1) fresh.says(fresh.taras, `№${n}`);
  });
  id = server.channel.id;
});
afterEach(() => goHome(server));

describe('history', () => {
  it('is read page by page to the start', async () => {
    await openLog(client, id);
    expect(shown(id)).toHaveLength(PAGE_SIZE);
    await loadOlder(client, id);
    await loadOlder(client, id);
    expect(shown(id)).toEqual(server.messages.map((message) => message.content));
    expect(log()?.atStart).toBe(true);
    const { length } = server.calls;
    await loadOlder(client, id);
    expect(server.calls).toHaveLength(length);
  });

  it('is read from the middle in both directions, and nothing is missing', async () => {
    const middle = server.messages[60]?.id ?? '';
    await loadAround(client, id, middle);
    expect(shown(id)).toContain('№60');
    expect(log()?.atEnd).toBe(false);
    while (log()?.atEnd === false) await loadNewer(client, id);
    while (log()?.atStart === false) await loadOlder(client, id);
    expect(shown(id)).toEqual(server.messages.map((message) => message.content));
  });

  it('is asked for once while it is under way', async () => {
    await openLog(client, id);
    const { length } = server.calls;
    await Promise.all([loadOlder(client, id), loadOlder(client, id), loadOlder(client, id)]);
    expect(server.calls).toHaveLength(length + 1);
  });

  it('that failed waits to be asked for again', async () => {
    await openLog(client, id);
    server.reachable = false;
    await loadOlder(client, id);
    expect(log()?.failed).toBe('older');
    server.reachable = true;
    await loadOlder(client, id);
    expect(log()?.failed).toBe('older');
    await retryLoad(client, id);
    expect([log()?.failed, shown(id).length]).toEqual([null, 2 * PAGE_SIZE]);
  });

  it('returns to the present', async () => {
    await loadAround(client, id, server.messages[10]?.id ?? '');
    await loadLatest(client, id);
    expect([log()?.atEnd, shown(id).at(-1)]).toEqual([true, '№119']);
  });
});
