import { client } from '@tests/client';
import { FakeServer } from '@tests/fake-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Session = typeof import('./session');

let server: FakeServer;
const refreshes = () => server.calls.filter((call) => call.endsWith('/auth/refresh')).length;

/** The locks of a browser, shared by its tabs. */
function locks(): Pick<LockManager, 'request'> {
  let last: Promise<unknown> = Promise.resolve();
  let held = 0;
  const request = async (_: string, ...rest: [LockOptions, LockGrantedCallback<unknown>]) => {
    const work = rest.at(-1) as LockGrantedCallback<unknown>;
    const { ifAvailable = false } = rest.length > 1 ? (rest[0] as LockOptions) : {};
    if (ifAvailable && held > 0) return work(null);
    held += 1;
    const run = last.then(() => work({ name: 'refresh', mode: 'exclusive' }));
    last = run
      .catch(() => undefined)
      .then(() => {
        held -= 1;
      });
    return run;
  };
  return { request: request as LockManager['request'] };
}

/** The same module again, as loaded by another tab. */
async function openTab(): Promise<Session> {
  vi.resetModules();
  const session = await import('./session');
  // As the application does at start.
  session.sessionStore(client);
  return session;
}

beforeEach(async () => {
  server = await FakeServer.start();
  vi.stubGlobal('fetch', async (input: Request) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return server.fetch(input);
  });
  Object.defineProperty(navigator, 'locks', { value: locks(), configurable: true });
});
afterEach(async () => {
  Reflect.deleteProperty(navigator, 'locks');
  vi.unstubAllGlobals();
  await server.stop();
});

describe('several tabs', () => {
  it('refresh once, and all have the new token', async () => {
    const [first, second] = [await openTab(), await openTab()];
    await first.signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    await vi.waitFor(() => expect(second.sessionStore(client).getState().status).toBe('signed-in'));
    server.token = 'access-2';
    expect(await Promise.all([first.renewToken(client), second.renewToken(client)])).toEqual([true, true]);
    expect(refreshes()).toBe(1);
    expect(await second.validToken(client)).toBe('access-2');
  });

  /** On a busy machine a tab may get the lock before it receives the previous tab's token. */
  function slowNews(delayMs: number): void {
    const Real = BroadcastChannel;
    class Slow extends Real {
      override postMessage(message: unknown): void {
        setTimeout(() => super.postMessage(message), delayMs);
      }
    }
    vi.stubGlobal('BroadcastChannel', Slow);
  }

  it.each([
    ['at the same moment', 0],
    ['while the news of it is still under way', 60],
  ])('refresh once, also when one asks %s and the news takes its time', async (_, later) => {
    slowNews(150);
    const [first, second] = [await openTab(), await openTab()];
    await first.signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    await vi.waitFor(() => expect(second.sessionStore(client).getState().status).toBe('signed-in'));
    server.token = 'access-2';
    const renewed = first.renewToken(client);
    await new Promise((resolve) => setTimeout(resolve, later));
    expect(await Promise.all([renewed, second.renewToken(client)])).toEqual([true, true]);
    expect(refreshes()).toBe(1);
  });

  it('do not wait for themselves', async () => {
    const only = await openTab();
    await only.signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    await only.renewToken(client);
    const began = Date.now();
    await only.renewToken(client);
    expect(Date.now() - began).toBeLessThan(1_500);
    expect(refreshes()).toBe(2);
  });

  it('refresh each for themselves when the first one could not', async () => {
    const [first, second] = [await openTab(), await openTab()];
    await first.signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    await vi.waitFor(() => expect(second.sessionStore(client).getState().status).toBe('signed-in'));
    server.reachable = false;
    const renewals = Promise.allSettled([first.renewToken(client), second.renewToken(client)]);
    await vi.waitFor(() => expect(refreshes()).toBe(1));
    server.reachable = true;
    expect((await renewals).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(refreshes()).toBe(2);
  });

  it('sign out together', async () => {
    const [first, second] = [await openTab(), await openTab()];
    await first.signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    await vi.waitFor(() => expect(second.sessionStore(client).getState().status).toBe('signed-in'));
    await first.signOut(client);
    await vi.waitFor(() => expect(second.sessionStore(client).getState().status).toBe('signed-out'));
    expect(second.sessionStore(client).getState().user).toBeNull();
  });

  it('that are signed out stay so when another one signs in', async () => {
    const [first, second] = [await openTab(), await openTab()];
    second.forgetSession(client);
    await first.signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(second.sessionStore(client).getState().status).toBe('signed-out');
  });
});
