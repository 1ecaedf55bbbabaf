import { client } from '@tests/client';
import { aUser, currentUser } from '@tests/wire';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { leave, sessionStore, storeUser } from '@/api/session';
import { forgetDevice, startLive, stopLive } from '@/gateway';
import { followSession } from './live';
import { router } from './router';

vi.mock('@/gateway', () => ({ startLive: vi.fn(), stopLive: vi.fn(), forgetDevice: vi.fn(async () => {}) }));

const olena = currentUser(aUser('olena'));
const taras = currentUser(aUser('taras'));
const signIn = (user: typeof olena) =>
  sessionStore(client).setState({ status: 'signed-in', user, unreachable: false });

const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

followSession(client);

beforeEach(async () => {
  leave(client);
  await settled();
  vi.clearAllMocks();
});

describe('the live part', () => {
  it('follows who is signed in, one person after the other', async () => {
    signIn(olena);
    await vi.waitFor(() => expect(startLive).toHaveBeenCalledExactlyOnceWith(client, olena.id));
    signIn(taras);
    await vi.waitFor(() => expect(startLive).toHaveBeenLastCalledWith(client, taras.id));
    expect(stopLive).toHaveBeenCalledOnce();
  });

  it('is not disturbed when the same person is known better', async () => {
    signIn(olena);
    await vi.waitFor(() => expect(startLive).toHaveBeenCalledOnce());
    storeUser(client, { ...olena, verified: true });
    storeUser(client, taras);
    await settled();
    expect(sessionStore(client).getState().user).toEqual({ ...olena, verified: true });
    expect(stopLive).not.toHaveBeenCalled();
  });

  it('stops, forgets what is kept of the person, and looks at the page again, when they sign out', async () => {
    const looked = vi.spyOn(router, 'invalidate').mockResolvedValue();
    signIn(olena);
    await vi.waitFor(() => expect(startLive).toHaveBeenCalledOnce());
    leave(client);
    await vi.waitFor(() => expect(stopLive).toHaveBeenCalledOnce());
    expect(forgetDevice).toHaveBeenCalledExactlyOnceWith(client, olena.id);
    expect(looked).toHaveBeenCalled();
  });
});
