/**
 * Who is signed in here.
 *
 * The browser form of signing in: the refresh token is an HttpOnly cookie that scripts never see, the access token
 * lives in memory. Each refresh makes the cookie a new one and a used cookie is worth nothing, so tabs take turns
 * (a lock shared by all tabs of this origin). The one that refreshed gives the new access token to the others, and
 * within a tab one refresh serves all who wait.
 */
import { createStore } from 'zustand/vanilla';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { withUsualValues } from './current-user';
import { ApiError, toApiError } from './errors';
import type { CurrentUser, LoginRequest, RegisterRequest, TokenPair } from './gen';
import * as calls from './gen/sdk.gen';
import { renewTokensWith } from './http';
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

function session(client: Client) {
  const store = createStore<SessionState>(() => ({ ...SIGNED_OUT, status: 'unknown' }));
  onTabNews(client, (news) => {
    if (news.kind === 'signed-out') forgetSession(client);
    if (news.kind === 'renewed' && store.getState().status !== 'signed-out') keep(client, news.pair);
  });
  renewTokensWith(client, async () => {
    try {
      return await renewToken(client);
    } catch {
      return false;
    }
  });
  return store;
}

export const sessionStore = perClient((client) => session(client));

/** Null when one is signed in; otherwise the address that a letter went to, whose link goes on. */
export async function register(client: Client, form: RegisterRequest): Promise<string | null> {
  const { data } = await calls.register({ client: httpOf(client), body: form, headers, throwOnError: true });
  if (!('access_token' in data)) return data.email;
  begin(client, data);
  return null;
}

/** Goes on with the link of the letter. Whoever was signed in here before is not any more. */
export async function confirmRegistration(client: Client, token: string): Promise<void> {
  const { data } = await calls.confirmRegistration({
    client: httpOf(client),
    body: { token },
    headers,
    throwOnError: true,
  });
  begin(client, data);
}

export async function signIn(client: Client, form: LoginRequest): Promise<void> {
  const { data } = await calls.login({ client: httpOf(client), body: form, headers, throwOnError: true });
  begin(client, data);
}

/** Ends the session here and in other tabs. Always works here, also when the server cannot be told. */
export async function signOut(client: Client): Promise<void> {
  try {
    await calls.logout({ client: httpOf(client), body: {}, headers, throwOnError: true });
  } catch {
    // The cookie then ends by its age.
  }
  leave(client);
}

type Leaving = (userId: string) => void;
const duties = perClient(() => ({
  leaving: (() => {}) as Leaving,
  renewing: null as Promise<boolean> | null,
}));

/** Tells the one listener that a person leaves on purpose: what this device keeps of theirs goes too. */
export function onLeaving(client: Client, listen: Leaving): void {
  duties(client).leaving = listen;
}

/** The person is gone from this browser: signed out, or the account deleted. */
export function leave(client: Client): void {
  const { user } = sessionStore(client).getState();
  if (user !== null) duties(client).leaving(user.id);
  tellTabs(client, { kind: 'signed-out' });
  forgetSession(client);
}

/** After a reload: asks for a new access token with the cookie. */
export async function restore(client: Client): Promise<void> {
  sessionStore(client).setState({ unreachable: false });
  try {
    await renewToken(client);
  } catch (thrown) {
    sessionStore(client).setState({ unreachable: toApiError(thrown).temporary });
  }
}

/**
 * The server cannot be asked who one is, but this device knows who was here. They count as signed in for what is kept
 * here; each call asks for a token first, which the cookie alone can bring.
 */
export function resumeOffline(client: Client, user: CurrentUser): void {
  keepToken(client, '', 0);
  sessionStore(client).setState({ status: 'signed-in', user: withUsualValues(user), unreachable: true });
}

/** The session is over: the server said so, or the person did. */
export function forgetSession(client: Client): void {
  forgetToken(client);
  sessionStore(client).setState(SIGNED_OUT, true);
}

/** What is newly known of the one who is signed in. */
export function keepUser(client: Client, user: CurrentUser): void {
  const { user: known } = sessionStore(client).getState();
  if (known?.id === user.id) sessionStore(client).setState({ user: withUsualValues({ ...known, ...user }) });
}

/** Asks who one is, after something that does not answer with it. */
export async function refreshUser(client: Client): Promise<void> {
  keepUser(client, (await calls.currentUser({ client: httpOf(client), throwOnError: true })).data);
}

/** An access token good for at least half a minute; null when the session is over; throws when nobody answers. */
export async function validToken(client: Client): Promise<string | null> {
  const margin = 30_000;
  if (freshToken(client, margin) === null) await renewToken(client);
  return freshToken(client);
}

/** True with a new token, false when the session is over; throws when the server cannot be asked. */
export function renewToken(client: Client): Promise<boolean> {
  const own = duties(client);
  own.renewing ??= inTurn(client).finally(() => {
    own.renewing = null;
  });
  return own.renewing;
}

async function inTurn(client: Client): Promise<boolean> {
  const used = currentToken(client);
  // If another tab is at it, its token serves this one too.
  return inTurns(
    client,
    () => (currentToken(client) !== used ? sessionStore(client).getState().status === 'signed-in' : null),
    () => renewNow(client),
  );
}

async function renewNow(client: Client): Promise<boolean> {
  try {
    const { data } = await calls.refresh({ client: httpOf(client), body: {}, headers, throwOnError: true });
    begin(client, data);
    return true;
  } catch (thrown) {
    tellTabs(client, { kind: 'not-renewed' });
    if (!(thrown instanceof ApiError) || thrown.temporary) throw thrown;
    forgetSession(client);
    return false;
  }
}

function begin(client: Client, pair: TokenPair): void {
  keep(client, pair);
  tellTabs(client, { kind: 'renewed', pair });
}

function keep(client: Client, pair: TokenPair): void {
  keepToken(client, pair.access_token, pair.expires_in);
  sessionStore(client).setState({
    status: 'signed-in',
    user: withUsualValues(pair.user),
    unreachable: false,
  });
}
