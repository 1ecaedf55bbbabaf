import { client } from '@tests/client';
import { FakeServer } from '@tests/fake-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpOf } from '@/api/http';
import { passwordQuestion, showPassword, withFreshAuthentication } from './fresh';
import { beginTotp } from './index';
import { forgetSession, signIn } from './session';

let server: FakeServer;
const begin = () =>
  withFreshAuthentication(client, () => beginTotp({ client: httpOf(client), throwOnError: true }));
const asked = () => passwordQuestion(client).getState().asked;
const attempts = () => server.calls.filter((call) => call === 'POST /api/v10/auth/totp').length;

beforeEach(async () => {
  server = await FakeServer.start();
  vi.stubGlobal('fetch', server.fetch);
  await signIn(client, { email: 'olena@example.org', password: server.password });
  server.fresh = false;
});
afterEach(async () => {
  forgetSession(client);
  vi.unstubAllGlobals();
  await server.stop();
});

describe('a call that wants the password first', () => {
  it('asks nothing when the password was shown a moment ago', async () => {
    server.fresh = true;
    expect((await begin())?.data.secret).toBe('JBSWY3DPEHPK3PXP');
    expect(asked()).toBeNull();
  });

  it('asks for the password and is then repeated once', async () => {
    const begun = begin();
    await vi.waitFor(() => expect(asked()).not.toBeNull());
    await showPassword(client, server.password);
    expect((await begun)?.data.secret).toBe('JBSWY3DPEHPK3PXP');
    expect([attempts(), asked()]).toEqual([2, null]);
  });

  it('goes on asking after a wrong password', async () => {
    const begun = begin();
    await vi.waitFor(() => expect(asked()).not.toBeNull());
    await expect(showPassword(client, 'не той')).rejects.toMatchObject({
      fields: { password: 'PASSWORD_WRONG' },
    });
    expect(asked()).not.toBeNull();
    await showPassword(client, server.password);
    expect(await begun).toBeDefined();
  });

  it('leaves everything as it was when nobody answers', async () => {
    const begun = begin();
    await vi.waitFor(() => expect(asked()).not.toBeNull());
    asked()?.answer(false);
    expect(await begun).toBeUndefined();
    expect([attempts(), asked()]).toEqual([1, null]);
  });

  it('shares one question with others that wait for it', async () => {
    const both = Promise.all([begin(), begin()]);
    await vi.waitFor(() => expect(attempts()).toBe(2));
    await vi.waitFor(() => expect(asked()).not.toBeNull());
    await showPassword(client, server.password);
    expect((await both).every((begun) => begun !== undefined)).toBe(true);
    expect(attempts()).toBe(4);
  });

  it('is given up when the session ends meanwhile', async () => {
    const begun = begin();
    await vi.waitFor(() => expect(asked()).not.toBeNull());
    forgetSession(client);
    expect(await begun).toBeUndefined();
  });

  it('throws any other failure as it is', async () => {
    server.reachable = false;
    await expect(begin()).rejects.toMatchObject({ status: 0 });
  });
});
