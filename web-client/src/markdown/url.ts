/** Which addresses a message may link to, and how they are shown. Everything else stays plain text. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** The address in its canonical form, or null when it may not be a link. */
export function safeUrl(address: string): string | null {
  const url = parsed(address);
  return url !== null && SCHEMES.has(url.protocol) ? url.href : null;
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

const CYRILLIC = /^[\p{Script=Cyrillic}\d-]+$/u;

/** A host of one alphabet under an ending of the same one looks like no other. */
const isHonest = (host: string): boolean => host.split('.').every((label) => CYRILLIC.test(label));

/** The address as it was typed, with a host that may look like another one in ASCII (`xn--…`). */
export function shownAddress(typed: string): string {
  const url = parsed(typed);
  const found = /^https?:\/\/([^/?#]*)/i.exec(typed);
  const host = found?.[1] ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (url === null || /^[\x00-\x7f]*$/.test(host) || isHonest(host.toLowerCase())) return typed;
  return typed.slice(0, (found?.[0].length ?? 0) - host.length) + url.host + typed.slice(found?.[0].length);
}

/** The host that a link leads to, where its text does not begin with it; null where it does. */
export function hiddenHost(href: string, text: string): string | null {
  const url = parsed(href);
  if (url === null || url.protocol === 'mailto:') return null;
  const words = text.trim().toLowerCase();
  const open = [`${url.protocol}//${url.host}`, url.host];
  if (open.some((one) => words === one || ['/', '?', '#'].some((next) => words.startsWith(one + next))))
    return null;
  return isHonest(hostOf(words)) && parsed(words)?.host === url.host ? null : url.host;
}

const hostOf = (address: string): string => /^https?:\/\/([^/?#:]*)/i.exec(address)?.[1] ?? '';
