/**
 * The one Trusted Types policy: which strings may become markup or a script address in this page. The server's content
 * security policy requires it, and allows no other.
 *
 * React and the components write text, never markup. The policy lets through what libraries need besides: emptying an
 * element, and decoding a named character reference such as `&amp;`.
 */
const HARMLESS_MARKUP = /^(?:&[A-Za-z][A-Za-z0-9]*;)?$/;
const PROGRAMS = ['/sw.js'];

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: Record<'createHTML' | 'createScriptURL', (text: string) => string | null>,
  ): unknown;
}

/** The texts that may become markup: all of it or nothing. */
export const trustedMarkup = (text: string) => (HARMLESS_MARKUP.test(text) ? text : null);

export const trustedProgram = (url: string) => (PROGRAMS.includes(url) ? url : null);

/** Browsers without Trusted Types need no policy. */
export function startTrustedTypes(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createHTML: trustedMarkup, createScriptURL: trustedProgram });
}
