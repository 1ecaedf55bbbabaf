/**
 * The session.
 *
 * In a browser the refresh token is an HttpOnly cookie that scripts cannot read, and the access token is in
 * memory. Each refresh replaces the cookie and spends the old one, so tabs take turns (with a lock shared by
 * all tabs of this origin). The tab that refreshed passes the new access token to the others, and within a
 * tab one refresh serves all callers.
 */
import { createStore } from 'zustand/vanilla';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { withUsualValues } from './current-user';
import { ApiError, toApiError } from './errors';
import type { CurrentUser, RegisterRequest, SignInRequest, TokenPair } from './gen';
import * as calls from './gen/sdk.gen';
import { renewTokensWith } from './http';
import { inTurns, notifyTabs, onTabNews } from './tabs';
import { currentToken, forgetToken, freshToken, storeToken } from './token';

export type SessionStatus = 'unknown' | 'signed-out' | 'signed-in';

export interface SessionState {
  status: SessionStatus;
  user: CurrentUser | null;
  /** The server could not be reached; `restore` may be retried. */
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

/** Null when signed in; otherwise the address that the confirmation email went to. */
export async function register(client: Client, form: RegisterRequest): Promise<string | null> {
  const { data } = await calls.register({ client: httpOf(client), body: form, headers, throwOnError: true });
  if (!('access_token' in data)) return data.email;
  begin(client, data);
  return null;
}

/** Completes a registration with the token of the email's link. Replaces any session in this browser. */
export async function confirmRegistration(client: Client, token: string): Promise<void> {
  const { data } = await calls.confirmRegistration({
    client: httpOf(client),
    body: { token },
    headers,
    throwOnError: true,
  });
  begin(client, data);
}

export async function signIn(client: Client, form: SignInRequest): Promise<void> {
  const { data } = await calls.signIn({ client: httpOf(client), body: form, headers, throwOnError: true });
  begin(client, data);
}

/** Ends the session here and in other tabs. Always succeeds locally, even when the server cannot be reached. */
export async function signOut(client: Client): Promise<void> {
  try {
    await calls.signOut({ client: httpOf(client), body: {}, headers, throwOnError: true });
  } catch {
    // The cookie then expires by itself.
  }
  leave(client);
}

type Leaving = (userId: string) => void;
const duties = perClient(() => ({
  leaving: (() => {}) as Leaving,
  renewing: null as Promise<boolean> | null,
}));

/** Notifies the one listener that the user leaves on purpose, so that their data on this device is removed too. */
export function onLeaving(client: Client, listen: Leaving): void {
  duties(client).leaving = listen;
}

/** Removes the account from this browser: signed out, or deleted. */
export function leave(client: Client): void {
  const { user } = sessionStore(client).getState();
  if (user !== null) duties(client).leaving(user.id);
  notifyTabs(client, { kind: 'signed-out' });
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
 * The server cannot be reached, but this device knows who was signed in. They count as signed in for what is stored
 * here; each call requires a token first, which only the cookie can provide.
 */
export function resumeOffline(client: Client, user: CurrentUser): void {
  storeToken(client, '', 0);
  sessionStore(client).setState({ status: 'signed-in', user: withUsualValues(user), unreachable: true });
}

/** The session is over, according to the server or by signing out. */
export function forgetSession(client: Client): void {
  forgetToken(client);
  sessionStore(client).setState(SIGNED_OUT, true);
}

/** Updates what is known of the signed-in user. */
export function storeUser(client: Client, user: CurrentUser): void {
  const { user: known } = sessionStore(client).getState();
  if (known?.id === user.id) sessionStore(client).setState({ user: withUsualValues({ ...known, ...user }) });
}

/** Fetches the signed-in user, after calls that do not return it. */
export async function refreshUser(client: Client): Promise<void> {
  storeUser(client, (await calls.currentUser({ client: httpOf(client), throwOnError: true })).data);
}

/**
 * An access token valid for at least half a minute; null when the session is over; rejects when the server cannot be
 * reached.
 */
export async function validToken(client: Client): Promise<string | null> {
  const margin = 30_000;
  if (freshToken(client, margin) === null) await renewToken(client);
  return freshToken(client);
}

/** True with a new token, false if the session is over; throws if the server cannot be reached. */
export function renewToken(client: Client): Promise<boolean> {
  const own = duties(client);
  own.renewing ??= inTurn(client).finally(() => {
    own.renewing = null;
  });
  return own.renewing;
}

async function inTurn(client: Client): Promise<boolean> {
  const used = currentToken(client);
  // If another tab is refreshing, its token serves this one too.
  return inTurns(
    client,
    () => (currentToken(client) !== used ? sessionStore(client).getState().status === 'signed-in' : null),
    () => renewNow(client),
  );
}

async function renewNow(client: Client): Promise<boolean> {
  const pair = await newTokens(client).catch((thrown: unknown) => {
    notifyTabs(client, { kind: 'not-renewed' });
    throw thrown;
  });
  if (pair !== null) {
    begin(client, pair);
    return true;
  }
  notifyTabs(client, { kind: 'not-renewed' });
  forgetSession(client);
  return false;
}

/** Exchanges the cookie for new tokens; null when the session is over or there is none. */
async function newTokens(client: Client): Promise<TokenPair | null> {
  try {
    const { data, response } = await calls.refresh({
      client: httpOf(client),
      body: {},
      headers,
      throwOnError: true,
    });
    // 204: without a cookie there is nothing to refresh.
    return response.status === 204 ? null : (data as TokenPair);
  } catch (thrown) {
    if (thrown instanceof ApiError && !thrown.temporary) return null;
    throw thrown;
  }
}

function begin(client: Client, pair: TokenPair): void {
  keep(client, pair);
  notifyTabs(client, { kind: 'renewed', pair });
}

function keep(client: Client, pair: TokenPair): void {
  storeToken(client, pair.access_token, pair.expires_in);
  sessionStore(client).setState({
    status: 'signed-in',
    user: withUsualValues(pair.user),
    unreachable: false,
  });
}
