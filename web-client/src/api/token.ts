/**
 * The access token, in memory only. It knows its expiry, not how to get a new one.
 */
import { type Client, perClient } from '@/client/client';

interface AccessToken {
  value: string;
  expiresAt: number;
}

const access = perClient(() => ({
  token: null as AccessToken | null,
  listener: (() => {}) as (expiresAt: number | null) => void,
}));

export function storeToken(client: Client, value: string, expiresInSeconds: number): void {
  const expiresAt = Date.now() + expiresInSeconds * 1000;
  access(client).token = { value, expiresAt };
  access(client).listener(expiresAt);
}

export function forgetToken(client: Client): void {
  access(client).token = null;
  access(client).listener(null);
}

/** The token, if it is good for at least `marginMs` more. */
export function freshToken(client: Client, marginMs = 0): string | null {
  const { token } = access(client);
  return token !== null && token.expiresAt - Date.now() > marginMs ? token.value : null;
}

export const currentToken = (client: Client): string | null => access(client).token?.value ?? null;

/** Notifies the one listener (the gateway) of the token's expiry, now and at each change. */
export function onTokenChange(client: Client, listen: (expiresAt: number | null) => void): void {
  access(client).listener = listen;
  listen(access(client).token?.expiresAt ?? null);
}
