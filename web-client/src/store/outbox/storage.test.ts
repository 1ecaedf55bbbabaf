import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { createStore, keys, set } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { storageKey } from '@/client/storage';
import type { PendingMessage } from '@/store/state';
import { forgetOutbox, outboxStorage } from './storage';

const pending = (nonce: string): PendingMessage => ({
  nonce,
  channelId: '1',
  content: nonce,
  replyTo: null,
  createdAt: 0,
  state: 'queued',
  retryAt: null,
  failure: null,
  losses: 0,
});

describe('what is not sent', () => {
  it('goes when its person leaves, and that of others stays', async () => {
    const [olena, taras] = [outboxStorage(client, '1'), outboxStorage(client, '2')];
    await olena.keep(pending('моє'));
    await taras.keep(pending('чуже'));
    await forgetOutbox(client, '1');
    expect(await olena.all()).toEqual([]);
    expect((await taras.all()).map(({ content }) => content)).toEqual(['чуже']);
  });

  it('is read whatever a fault has left there, and what cannot be read goes', async () => {
    const storage = outboxStorage(client, '3');
    const database = createStore(storageKey(client, 'outbox'), 'messages');
    const damaged = [
      null,
      5,
      'x',
      [],
      {},
      { ...pending('a'), content: 7 },
      { ...pending('b'), channelId: '../x' },
    ];
    for (const [index, value] of damaged.entries()) await set(`3:damaged${index}`, value, database);
    await set(
      '3:late',
      { ...pending('late'), createdAt: 1e300, replyTo: { id: {} }, state: 'x', failure: 5 },
      database,
    );
    await set(7, 'not of anybody', database);
    expect(await storage.all()).toEqual([{ ...pending('late'), createdAt: 0 }]);
    expect((await keys(database)).filter((key) => String(key).startsWith('3:'))).toEqual(['3:late']);
  });
});
