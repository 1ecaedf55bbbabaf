import { client } from '@tests/client';
import { FakeServer } from '@tests/fake-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpOf } from '@/api/http';
import { ApiError, toApiError } from './errors';
import { listMessages } from './index';
import { forgetSession, renewToken, restore, sessionStore, signIn, signOut } from './session';

let server: FakeServer;
const status = () => sessionStore(client).getState().status;
const refreshes = () => server.calls.filter((call) => call.endsWith('/auth/refresh')).length;
const read = () =>
  listMessages({ client: httpOf(client), path: { channel_id: server.channel.id }, throwOnError: true });

beforeEach(async () => {
  server = await FakeServer.start();
  vi.stubGlobal('fetch', server.fetch);
  forgetSession(client);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server.stop();
});

describe('the session', () => {
  it('comes back after a reload with the cookie, and asks in the browser form', async () => {
    const asked: (string | null)[] = [];
    vi.stubGlobal('fetch', (input: Request) => {
      asked.push(input.headers.get('X-ChatSpace-Client'));
      return server.fetch(input);
    });
    await restore(client);
    expect([status(), sessionStore(client).getState().user?.username, asked]).toEqual([
      'signed-in',
      'olena',
      ['web'],
    ]);
  });

  it('is over when the cookie is no longer good, and only unknown when nobody answers', async () => {
    sessionStore(client).setState({ status: 'unknown' });
    server.reachable = false;
    await restore(client);
    expect(sessionStore(client).getState()).toMatchObject({ status: 'unknown', unreachable: true });
    server.reachable = true;
    server.signedIn = false;
    await restore(client);
    expect(status()).toBe('signed-out');
  });

  it('is signed out without an error where the browser has no cookie, and asks once', async () => {
    sessionStore(client).setState({ status: 'unknown' });
    server.hasCookie = false;
    await restore(client);
    expect(sessionStore(client).getState()).toEqual({ status: 'signed-out', user: null, unreachable: false });
    expect(refreshes()).toBe(1);
  });

  it('refreshes once for all who wait', async () => {
    await Promise.all([renewToken(client), renewToken(client), renewToken(client)]);
    expect(refreshes()).toBe(1);
  });

  it('repeats calls once after a 401, with one refresh for all of them', async () => {
    await signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    server.token = 'access-2';
    await Promise.all([read(), read(), read()]);
    expect(refreshes()).toBe(1);
  });

  it('ends when a call is refused and the refresh too', async () => {
    await signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    server.token = 'access-2';
    server.signedIn = false;
    await expect(read()).rejects.toMatchObject({ status: 401 });
    expect(status()).toBe('signed-out');
  });

  it('can always be left', async () => {
    await signIn(client, { email: 'olena@example.org', password: 'довгий пароль' });
    server.reachable = false;
    await signOut(client);
    expect(status()).toBe('signed-out');
  });
});

describe('an error', () => {
  it('names the fields of a form by path', () => {
    const error = new ApiError(400, {
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        username: { _errors: [{ code: 'USERNAME_ALREADY_TAKEN', message: '' }] },
        embeds: { 0: { title: { _errors: [{ code: 'BASE_TYPE_REQUIRED', message: '' }] } } },
      },
    });
    expect(error.fields).toEqual({
      username: 'USERNAME_ALREADY_TAKEN',
      'embeds.0.title': 'BASE_TYPE_REQUIRED',
    });
  });

  it('knows how long to wait from the body or the header', () => {
    expect(new ApiError(429, { retry_after: 0.6 }).retryAfter).toBe(0.6);
    const response = new Response(null, { status: 429, headers: { 'Retry-After': '3' } });
    expect(toApiError({}, response).retryAfter).toBe(3);
    expect(toApiError(new TypeError('Failed to fetch')).unreachable).toBe(true);
  });
});
