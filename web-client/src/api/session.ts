/**
 * Who is signed in here.
 *
 * The browser form of signing in: the refresh token is an HttpOnly cookie that scripts never see, the access token
 * lives in memory. Each refresh makes the cookie a new one and a used cookie is worth nothing, so tabs take turns
 * (a lock shared by all tabs of this origin). The one that refreshed gives the new access token to the others, and
 * within a tab one refresh serves all who wait.
 */
import { createStore } from 'zustand/vanilla';
import { renewTokensWith } from './client';
import { withUsualValues } from './current-user';
import { ApiError, toApiError } from './errors';
import type { CurrentUser, LoginRequest, RegisterRequest, TokenPair } from './gen';
import * as calls from './gen/sdk.gen';
import { inTurns, onTabNews, tellTabs } from './tabs';
import { currentToken, forgetToken, freshToken, keepToken } from './token';

export type SessionStatus = 'unknown' | 'signed-out' | 'signed-in';

export interface SessionState {
  status: SessionStatus;
  user: CurrentUser | null;
  /** The server could not be asked; `restore` may be tried again. */
  unreachable: boolean;
}

const SIGNED_OUT: SessionState = { status: 'signed-out', user: null, unreachable: false };
const headers = { 'X-ChatSpace-Client': 'web' } as const;

export const sessionStore = createStore<SessionState>(() => ({ ...SIGNED_OUT, status: 'unknown' }));

/** Null when one is signed in; otherwise the address that a letter went to, whose link goes on. */
export async function register(form: RegisterRequest): Promise<string | null> {
  const { data } = await calls.register({ body: form, headers, throwOnError: true });
  if (!('access_token' in data)) return data.email;
  begin(data);
  return null;
}

/** Goes on with the link of the letter. Whoever was signed in here before is not any more. */
export async function confirmRegistration(token: string): Promise<void> {
  const { data } = await calls.confirmRegistration({ body: { token }, headers, throwOnError: true });
  begin(data);
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
  leave();
}

type Leaving = (userId: string) => void;
let leaving: Leaving = () => {};

/** Tells the one listener that a person leaves on purpose: what this device keeps of theirs goes too. */
export function onLeaving(listen: Leaving): void {
  leaving = listen;
}

/** The person is gone from this browser: signed out, or the account deleted. */
export function leave(): void {
  const { user } = sessionStore.getState();
  if (user !== null) leaving(user.id);
  tellTabs({ kind: 'signed-out' });
  forgetSession();
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

/**
 * The server cannot be asked who one is, but this device knows who was here. They count as signed in for what is kept
 * here; each call asks for a token first, which the cookie alone can bring.
 */
export function resumeOffline(user: CurrentUser): void {
  keepToken('', 0);
  sessionStore.setState({ status: 'signed-in', user: withUsualValues(user), unreachable: true });
}

/** The session is over: the server said so, or the person did. */
export function forgetSession(): void {
  forgetToken();
  sessionStore.setState(SIGNED_OUT, true);
}

/** What is newly known of the one who is signed in. */
export function keepUser(user: CurrentUser): void {
  const { user: known } = sessionStore.getState();
  if (known?.id === user.id) sessionStore.setState({ user: withUsualValues({ ...known, ...user }) });
}

/** Asks who one is, after something that does not answer with it. */
export async function refreshUser(): Promise<void> {
  keepUser((await calls.currentUser({ throwOnError: true })).data);
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
  renewing ??= inTurn().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function inTurn(): Promise<boolean> {
  const used = currentToken();
  // If another tab is at it, its token serves this one too.
  return inTurns(
    () => (currentToken() !== used ? sessionStore.getState().status === 'signed-in' : null),
    renewNow,
  );
}

async function renewNow(): Promise<boolean> {
  try {
    const { data } = await calls.refresh({ body: {}, headers, throwOnError: true });
    begin(data);
    return true;
  } catch (thrown) {
    tellTabs({ kind: 'not-renewed' });
    if (!(thrown instanceof ApiError) || thrown.temporary) throw thrown;
    forgetSession();
    return false;
  }
}

function begin(pair: TokenPair): void {
  keep(pair);
  tellTabs({ kind: 'renewed', pair });
}

function keep(pair: TokenPair): void {
  keepToken(pair.access_token, pair.expires_in);
  sessionStore.setState({ status: 'signed-in', user: withUsualValues(pair.user), unreachable: false });
}

onTabNews((news) => {
  if (news.kind === 'signed-out') forgetSession();
  if (news.kind === 'renewed' && sessionStore.getState().status !== 'signed-out') keep(news.pair);
});

renewTokensWith(async () => {
  try {
    return await renewToken();
  } catch {
    return false;
  }
});
