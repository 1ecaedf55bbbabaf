/**
 * Who is signed in here.
 *
 * The browser form of signing in: the refresh token is an HttpOnly cookie that scripts never see, the access token
 * lives in memory. Each refresh makes the cookie a new one and a used cookie is worth nothing, so tabs take turns
 * (a lock shared by all tabs of this origin) and within a tab one refresh serves all who wait.
 */
import { createStore } from 'zustand/vanilla';
import { renewTokensWith } from './client';
import { ApiError, toApiError } from './errors';
import type { CurrentUser, LoginRequest, RegisterRequest, TokenPair } from './gen';
import * as calls from './gen/sdk.gen';
import { forgetToken, freshToken, keepToken } from './token';

export type SessionStatus = 'unknown' | 'signed-out' | 'signed-in';

export interface SessionState {
  status: SessionStatus;
  user: CurrentUser | null;
  /** The server could not be asked; `restore` may be tried again. */
  unreachable: boolean;
}

const SIGNED_OUT: SessionState = { status: 'signed-out', user: null, unreachable: false };
const headers = { 'X-ChatSpace-Client': 'web' } as const;
const LOCK = 'chatspace-refresh';
const SIGN_OUT_CHANNEL = 'chatspace-session';

export const sessionStore = createStore<SessionState>(() => ({ ...SIGNED_OUT, status: 'unknown' }));

/** Other tabs of this browser: signing out in one signs out all. */
const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(SIGN_OUT_CHANNEL);
if (otherTabs !== null) otherTabs.onmessage = () => endSession();

/** Null when one is signed in; otherwise the address that a letter went to, whose link goes on. */
export async function register(form: RegisterRequest): Promise<string | null> {
  const { data } = await calls.register({ body: form, headers, throwOnError: true });
  if (!('access_token' in data)) return data.email;
  begin(data);
  return null;
}

export async function signIn(form: LoginRequest): Promise<void> {
  const { data } = await calls.login({ body: form, headers, throwOnError: true });
  begin(data);
}

/** Ends the session here and in other tabs. Always works here, also when the server cannot be told. */
export async function signOut(): Promise<void> {
  try {
    await calls.logout({ body: {}, headers, throwOnError: true });
  } catch {
    // The cookie then ends by its age.
  }
  otherTabs?.postMessage('signed-out');
  endSession();
}

/** After a reload: asks for a new access token with the cookie. */
export async function restore(): Promise<void> {
  sessionStore.setState({ unreachable: false });
  try {
    await renewToken();
  } catch (thrown) {
    sessionStore.setState({ unreachable: toApiError(thrown).temporary });
  }
}

/** The session is over: the server said so, or the person did. */
export function endSession(): void {
  forgetToken();
  sessionStore.setState(SIGNED_OUT, true);
}

/** An access token good for at least half a minute; null when the session is over; throws when nobody answers. */
export async function validToken(): Promise<string | null> {
  const margin = 30_000;
  if (freshToken(margin) === null) await renewToken();
  return freshToken();
}

let renewing: Promise<boolean> | null = null;

/** True with a new token, false when the session is over; throws when the server cannot be asked. */
export function renewToken(): Promise<boolean> {
  renewing ??= inTurn(renewNow).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renewNow(): Promise<boolean> {
  try {
    const { data } = await calls.refresh({ body: {}, headers, throwOnError: true });
    begin(data);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.temporary) throw thrown;
    endSession();
    return false;
  }
}

async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  const locks = globalThis.navigator?.locks;
  return locks === undefined ? work() : await locks.request(LOCK, work);
}

function begin(pair: TokenPair): void {
  keepToken(pair.access_token, pair.expires_in);
  sessionStore.setState({ status: 'signed-in', user: pair.user, unreachable: false });
}

renewTokensWith(async () => {
  try {
    return await renewToken();
  } catch {
    return false;
  }
});
