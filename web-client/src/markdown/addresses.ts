/** Bare addresses in a text. */
import { around, isWord, type Source } from './source';

const SCHEME = /https?:\/\/(?=[^\s<>`)\]|])|(?:www\.|mailto:)(?=[\p{L}\p{N}])/iuy;
const CLOSING = '?!.,:;*_~\'"';

/** The address that begins here. `end` is where it ends before the punctuation behind it was cut off. */
export function addressAt(source: Source, from: number): { url: string; to: number; end: number } | null {
  const { text } = source;
  const scheme = source.matches(SCHEME, from)?.[0];
  if (scheme === undefined) return null;
  const isHttp = /^http/i.test(scheme);
  if (!isHttp && isWord(around(text, from, from)[0])) return null;
  const end = addressEnd(source, from + scheme.length);
  let to = end;
  while (CLOSING.includes(text[to - 1] ?? ' ')) to -= 1;
  if (to <= from + scheme.length) return null;
  const raw = text.slice(from, to);
  const url = /^www/i.test(scheme) ? `http://${raw}` : raw;
  return { url, to, end };
}

/** An address ends at a blank, at what opens or closes something else, and at a bracket that it did not open. */
function addressEnd(source: Source, from: number): number {
  const { text } = source;
  let at = from;
  let round = 0;
  let square = 0;
  for (; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (/[\s<>`]/.test(char) || (char === '|' && text[at + 1] === '|')) break;
    if (char === '(') round += 1;
    else if (char === '[') square += 1;
    else if (char === ')' && --round < 0) break;
    else if (char === ']' && --square < 0) break;
  }
  source.steps += at - from;
  return at;
}
