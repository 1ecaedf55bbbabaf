/** Which addresses a message may link to. Everything else stays plain text. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address in its canonical form, or null when it may not be a link. The canonical form shows a host of mixed
 * scripts in ASCII (`xn--…`), so that a look-alike is seen.
 */
export function safeUrl(address: string): string | null {
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
