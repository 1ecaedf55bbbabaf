/**
 * The one place where requests leave: adds the access token, repeats a call once after a 401 with a new token, and
 * turns every failure into an `ApiError`. The generated calls below `gen/` are used through `api/index`.
 */
import type { Client } from '@/client/client';
import { perClient } from '@/client/client';
import { toApiError } from './errors';
import { createClient, createConfig } from './gen/client';
import { client as nobody } from './gen/client.gen';
import type { ClientOptions } from './gen/types.gen';
import { currentToken, freshToken } from './token';

/** Renews the access token; false when the session is over. Set by `session`. */
export type Renew = () => Promise<boolean>;

const EXPIRY_MARGIN_MS = 5_000;
const renewal = perClient(() => ({ renew: (() => Promise.resolve(false)) as Renew }));

export function renewTokensWith(client: Client, next: Renew): void {
  renewal(client).renew = next;
}

/** Calls that begin or end a session, or need none, carry no token and are never repeated. */
const WITHOUT_TOKEN = new Set(
  [
    'login',
    'refresh',
    'logout',
    'register',
    'register/confirm',
    'forgot',
    'reset',
    'email/verify',
    'email/confirm',
    'email/revert',
  ].map((name) => `/api/v10/auth/${name}`),
);

function noteTime({ clock }: Client, response: Response): Response {
  clock.note(Date.parse(response.headers.get('date') ?? ''));
  return response;
}

async function withToken(client: Client, request: Request): Promise<Response> {
  const token = currentToken(client);
  const copy = request.clone();
  if (token !== null) copy.headers.set('Authorization', `Bearer ${token}`);
  return noteTime(client, await globalThis.fetch(copy));
}

async function authorisedFetch(
  client: Client,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init);
  if (WITHOUT_TOKEN.has(new URL(request.url).pathname))
    return noteTime(client, await globalThis.fetch(request));
  if (currentToken(client) !== null && freshToken(client, EXPIRY_MARGIN_MS) === null)
    await renewal(client).renew();
  const used = currentToken(client);
  const response = await withToken(client, request);
  if (response.status !== 401 || used === null) return response;
  // Someone else may have renewed it while this call was under way.
  const renewed = currentToken(client) !== used || (await renewal(client).renew());
  return renewed ? withToken(client, request) : response;
}

/** The HTTP API of the server of a client: the option `client` of each generated call. */
export const httpOf = perClient((client) => {
  const fetch = (input: RequestInfo | URL, init?: RequestInit) => authorisedFetch(client, input, init);
  const http = createClient(
    createConfig<ClientOptions>({ baseUrl: client.server.url, fetch, throwOnError: true }),
  );
  http.interceptors.error.use((error, response) => toApiError(error, response));
  return http;
});

// A call without a client would reach no server in particular.
nobody.setConfig({
  baseUrl: 'http://client.invalid',
  fetch: () => Promise.reject(new Error('The call names no client')),
});
