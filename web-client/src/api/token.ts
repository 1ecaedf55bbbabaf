/**
 * The access token: in memory only, gone with the page. Knows when it ends, not how to get a new one.
 */
interface AccessToken {
  value: string;
  expiresAt: number;
}

let token: AccessToken | null = null;
let listener: (expiresAt: number | null) => void = () => {};

export function keepToken(value: string, expiresInSeconds: number): void {
  token = { value, expiresAt: Date.now() + expiresInSeconds * 1000 };
  listener(token.expiresAt);
}

export function forgetToken(): void {
  token = null;
  listener(null);
}

/** The token, if it is good for at least `marginMs` more. */
export function freshToken(marginMs = 0): string | null {
  return token !== null && token.expiresAt - Date.now() > marginMs ? token.value : null;
}

export const currentToken = (): string | null => token?.value ?? null;

/** Tells the one listener (the gateway) when the token ends, at once and at each change. */
export function onTokenChange(listen: (expiresAt: number | null) => void): void {
  listener = listen;
  listen(token?.expiresAt ?? null);
}
