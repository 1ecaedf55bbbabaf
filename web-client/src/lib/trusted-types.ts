/**
 * The one Trusted Types policy: what may become markup or a program's address in this page. The content policy of the server lets a
 * string become neither without it, and no other policy may be made.
 *
 * React and the components write text, never markup. What is let through is what libraries do beside that: emptying an element, and
 * reading what a named character reference such as `&amp;` stands for.
 */
const HARMLESS_MARKUP = /^(?:&[A-Za-z][A-Za-z0-9]*;)?$/;
const PROGRAMS = ['/sw.js'];

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: Record<'createHTML' | 'createScriptURL', (text: string) => string | null>,
  ): unknown;
}

/** What of a text may become markup: all of it or nothing. */
export const trustedMarkup = (text: string) => (HARMLESS_MARKUP.test(text) ? text : null);

export const trustedProgram = (url: string) => (PROGRAMS.includes(url) ? url : null);

/** Browsers without Trusted Types need no policy, and give none. */
export function startTrustedTypes(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createHTML: trustedMarkup, createScriptURL: trustedProgram });
}
