import 'fake-indexeddb/auto';
import { render, screen } from '@testing-library/react';
import { aUser, currentUser } from '@tests/wire';
import { createStore as openDatabase, set } from 'idb-keyval';
import { describe, expect, it, vi } from 'vitest';
import { httpOf, instance } from '@/api';
import { sessionStore } from '@/api/session';
import { storeToken } from '@/api/token';
import { collapsed, toggleCollapsed } from '@/features/channels/collapsed';
import { lastChannel, rememberChannel } from '@/features/channels/last-channel';
import { eventHandlers } from '@/features/registry';
import { forgetDevice } from '@/gateway';
import { showLastKnown } from '@/gateway/last-known';
import { userAvatar } from '@/lib/images';
import { recentPlaces, visit } from '@/store/channels/recent';
import { composerStateOf, startEditing } from '@/store/composer/composer-state';
import { readDraft, saveDraft } from '@/store/drafts/drafts';
import { readEdit, saveEdit } from '@/store/drafts/edits';
import { outboxStorage } from '@/store/outbox/storage';
import { type PendingMessage, useMe } from '@/store/selectors';
import { type Client, createClient, perClient } from './client';
import { ClientContext } from './context';
import { lastKnownMark, storageKey } from './storage';

const first = createClient({ url: 'https://one.example' }, async () => eventHandlers);
const second = createClient({ url: 'https://two.example' }, async () => eventHandlers);

const unsent: PendingMessage = {
  nonce: 'n',
  channelId: '1',
  content: 'not sent',
  replyTo: null,
  createdAt: 0,
  state: 'queued',
  retryAt: null,
  failure: null,
  losses: 0,
};

function Me() {
  return <p>{useMe()?.username ?? 'nobody'}</p>;
}

describe('two clients in one window', () => {
  it('have a state of their own', () => {
    first.store.setState({ me: currentUser(aUser('olena')) });
    second.store.setState({ me: currentUser(aUser('taras')) });
    render(
      <>
        <ClientContext value={first}>
          <Me />
        </ClientContext>
        <ClientContext value={second}>
          <Me />
        </ClientContext>
      </>,
    );
    expect(screen.getAllByText(/olena|taras/).map(({ textContent }) => textContent)).toEqual([
      'olena',
      'taras',
    ]);
  });

  it('share no part, and each keeps its own', () => {
    const partOf = perClient(({ server }) => ({ url: server.url }));
    expect(partOf(first)).toBe(partOf(first));
    expect([partOf(first).url, partOf(second).url]).toEqual(['https://one.example', 'https://two.example']);
    startEditing(first, '1', '2');
    expect(composerStateOf(first, '1').editing).toBe('2');
    expect(composerStateOf(second, '1').editing).toBeNull();
    expect(readDraft(second, '1').content).toBe('');
  });

  it('call their own server, each with its own session', async () => {
    const called: string[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      called.push(`${new URL(request.url).origin} ${request.headers.get('Authorization')}`);
      return Response.json({});
    });
    storeToken(first, 'first-token', 600);
    await instance({ client: httpOf(first) });
    await instance({ client: httpOf(second) });
    expect(called).toEqual(['https://one.example Bearer first-token', 'https://two.example null']);
    expect(sessionStore(first)).not.toBe(sessionStore(second));
    vi.unstubAllGlobals();
  });

  it('keep apart what they keep in the browser, for channels and users of the same ids', async () => {
    const olena = currentUser(aUser('olena'));
    for (const client of [first, second]) client.store.setState({ me: olena });
    saveDraft(first, '1', { content: 'a draft', replyTo: null });
    saveEdit(first, '2', 'an edit');
    visit(first, '1');
    rememberChannel(first, '3', '1');
    toggleCollapsed(first, '4');
    await outboxStorage(first, olena.id).keep(unsent);
    const storedBy = async (client: Client) => [
      readDraft(client, '1').content,
      readEdit(client, '2'),
      recentPlaces(client).getState().ids,
      lastChannel(client, '3'),
      collapsed(client).getState().ids,
      (await outboxStorage(client, olena.id).all()).map(({ content }) => content),
    ];
    expect(await storedBy(first)).toEqual(['a draft', 'an edit', ['1'], '1', ['4'], ['not sent']]);
    expect(await storedBy(second)).toEqual(['', null, [], undefined, [], []]);

    // Stored data of one user on one server is not removed with another account.
    await forgetDevice(second, olena.id);
    expect(await storedBy(first)).toEqual(['a draft', 'an edit', ['1'], '1', ['4'], ['not sent']]);
    await forgetDevice(first, olena.id);
    expect((await storedBy(first)).slice(0, 3)).toEqual(['', null, []]);
  });

  it('know what each of their servers was like last', async () => {
    const at = Date.now();
    for (const client of [first, second])
      sessionStore(client).setState({ status: 'unknown', unreachable: true });
    localStorage.setItem(lastKnownMark(first), '1');
    expect(localStorage.getItem(lastKnownMark(second))).toBeNull();
    const known = { userId: '9', at, ready: { user: { id: '9', username: 'olena' } }, guilds: [], logs: [] };
    await set('session', known, openDatabase(storageKey(first, 'last-known'), 'session'));
    for (const client of [first, second]) await showLastKnown(client);
    expect(first.store.getState().lastKnown).toBe(at);
    expect(second.store.getState().lastKnown).toBeNull();
  });

  it('go by the clocks of their servers', () => {
    const ahead = Date.now() + 3_600_000;
    first.clock.note(ahead);
    expect(first.clock.now()).toBeGreaterThanOrEqual(ahead);
    expect(second.clock.now()).toBeLessThan(ahead);
  });

  it('show the images of their servers', () => {
    const user = { id: '7', avatar: 'abc' };
    expect(userAvatar(first, user)).toBe('https://one.example/cdn/avatars/7/abc.webp?size=128');
    expect(userAvatar(second, user)).toBe('https://two.example/cdn/avatars/7/abc.webp?size=128');
  });

  it('are named by each call', async () => {
    const { error } = await instance();
    expect(String(error)).toContain('names no client');
  });

  it('are not to be had outside of one', () => {
    expect(() => render(<Me />)).toThrow('outside');
  });
});
