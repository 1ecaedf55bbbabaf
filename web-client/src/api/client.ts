/**
 * The one place where requests leave: adds the access token, repeats a call once after a 401 with a new token, and
 * turns every failure into an `ApiError`. The generated calls below `gen/` are used through `api/index`.
 */
import { noteServerTime } from '@/lib/server-clock';
import { toApiError } from './errors';
import { client } from './gen/client.gen';
import { currentToken, freshToken } from './token';

/** Renews the access token; false when the session is over. Set by `session`. */
export type Renew = () => Promise<boolean>;

const EXPIRY_MARGIN_MS = 5_000;
let renew: Renew = () => Promise.resolve(false);

export function renewTokensWith(next: Renew): void {
  renew = next;
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

function heardTime(response: Response): Response {
  noteServerTime(Date.parse(response.headers.get('date') ?? ''));
  return response;
}

async function withToken(request: Request): Promise<Response> {
  const token = currentToken();
  const copy = request.clone();
  if (token !== null) copy.headers.set('Authorization', `Bearer ${token}`);
  return heardTime(await globalThis.fetch(copy));
}

async function authorisedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  if (WITHOUT_TOKEN.has(new URL(request.url).pathname)) return heardTime(await globalThis.fetch(request));
  if (currentToken() !== null && freshToken(EXPIRY_MARGIN_MS) === null) await renew();
  const used = currentToken();
  const response = await withToken(request);
  if (response.status !== 401 || used === null) return response;
  // Someone else may have renewed it while this call was under way.
  const renewed = currentToken() !== used || (await renew());
  return renewed ? withToken(request) : response;
}

client.setConfig({ baseUrl: globalThis.location?.origin ?? '', fetch: authorisedFetch, throwOnError: true });
client.interceptors.error.use((error, response) => toApiError(error, response));

export { client };
