import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { forgetOutbox, outboxStorage } from './outbox-storage';
import type { PendingMessage } from './state';

const pending = (nonce: string): PendingMessage => ({
  nonce,
  channelId: '1',
  content: nonce,
  replyTo: null,
  createdAt: 0,
  state: 'queued',
  retryAt: null,
  failure: null,
});

describe('what is not sent', () => {
  it('goes when its person leaves, and that of others stays', async () => {
    const [olena, taras] = [outboxStorage('1'), outboxStorage('2')];
    await olena.keep(pending('моє'));
    await taras.keep(pending('чуже'));
    await forgetOutbox('1');
    expect(await olena.all()).toEqual([]);
    expect((await taras.all()).map(({ content }) => content)).toEqual(['чуже']);
  });
});
