/**
 * The secret in an email's link: the part behind `#` at /link/…. It is removed from the address as soon as the page
 * loads, so that it appears in no history, on no screen and in nothing copied from the address bar, and it stays in
 * memory until it is spent.
 */
import { createStore } from 'zustand/vanilla';

export const LINK_KINDS = ['register', 'verify', 'email', 'revert', 'reset'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export function isLinkKind(value: unknown): value is LinkKind {
  return LINK_KINDS.some((kind) => kind === value);
}

export const linkToken = createStore<{ token: string | null }>(() => ({ token: null }));

function take(): void {
  const { pathname, hash } = location;
  if (!pathname.startsWith('/link/') || hash.length < 2) return;
  linkToken.setState({ token: hash.slice(1) });
  history.replaceState(history.state, '', pathname);
}

/** Takes the secret now, and again when another link is opened in this page. */
export function startLinks(): void {
  take();
  addEventListener('hashchange', take);
}
