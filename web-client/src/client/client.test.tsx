import { render, screen } from '@testing-library/react';
import { aUser, currentUser } from '@tests/wire';
import { describe, expect, it, vi } from 'vitest';
import { httpOf, instance } from '@/api';
import { sessionStore } from '@/api/session';
import { keepToken } from '@/api/token';
import { composerStateOf, startEditing } from '@/store/composer/composer-state';
import { readDraft } from '@/store/drafts/drafts';
import { useMe } from '@/store/selectors';
import { createClient, perClient } from './client';
import { ClientContext } from './context';

const first = createClient({ url: 'https://one.example' });
const second = createClient({ url: 'https://two.example' });

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
    keepToken(first, 'first-token', 600);
    await instance({ client: httpOf(first) });
    await instance({ client: httpOf(second) });
    expect(called).toEqual(['https://one.example Bearer first-token', 'https://two.example null']);
    expect(sessionStore(first)).not.toBe(sessionStore(second));
    vi.unstubAllGlobals();
  });

  it('are named by each call', async () => {
    const { error } = await instance();
    expect(String(error)).toContain('names no client');
  });

  it('are not to be had outside of one', () => {
    expect(() => render(<Me />)).toThrow('outside');
  });
});
