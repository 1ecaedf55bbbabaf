/** Completes a name at the caret from users, roles and channels. Pure: the field and the list are elsewhere. */
import { foldName } from '@/store/mentions/names';
import type { NamedUser } from '@/store/selectors';

export interface Completion {
  /** The index of the sign. */
  from: number;
  sign: '@' | '#' | ':';
  query: string;
}

/** An entry of the list of completions. */
export type Offer =
  | { kind: 'user'; id: string; name: string; user: NamedUser['user']; insert: string }
  | { kind: 'role' | 'channel'; id: string; name: string; insert: string }
  | { kind: 'emoji'; id: string; name: string; insert: string }
  | { kind: 'everyone'; id: '@everyone' | '@here'; name: string; insert: string };

const AT_CARET = /(?:^|[\s(*_~|>"«])([@#])([^\s@#][^@#\n]{0,31}|)$/u;
/** A shortcode or a name; one character more often ends a smiley. */
const EMOJI_AT_CARET = /(?:^|[\s(*_~|>"«\p{Extended_Pictographic}])(:)([\p{L}\p{N}_+-]{2,31})$/u;
export const MAX_COMPLETIONS = 8;

/** The name, or the shortcode of an emoji, before the caret that can be completed, if any. It may contain spaces. */
export function completionAt(content: string, caret: number): Completion | null {
  const before = content.slice(0, caret);
  const [, sign, query] = EMOJI_AT_CARET.exec(before) ?? AT_CARET.exec(before) ?? [];
  if ((sign !== '@' && sign !== '#' && sign !== ':') || query === undefined) return null;
  return { from: caret - query.length - 1, sign, query };
}

export const namesOf = (offer: Offer): string[] =>
  offer.kind === 'user' ? [offer.name, offer.user.username] : [offer.name];

/** Those that begin with the query come first, then those that contain it; after a blank only the former. */
export function matching(offers: readonly Offer[], query: string): readonly Offer[] {
  const wanted = foldName(query);
  const begins: Offer[] = [];
  const contains: Offer[] = [];
  for (const offer of offers) {
    const names = namesOf(offer).map(foldName);
    if (names.some((name) => name.startsWith(wanted))) begins.push(offer);
    else if (!/\s/.test(wanted) && names.some((name) => name.includes(wanted))) contains.push(offer);
  }
  return [...begins, ...contains].slice(0, MAX_COMPLETIONS);
}

/** The text with the completion taken, and where the caret goes. */
export function completed(
  content: string,
  { from, query }: Completion,
  insert: string,
): { content: string; caret: number } {
  const mention = `${insert} `;
  const rest = content.slice(from + 1 + query.length).replace(/^ /, '');
  return { content: content.slice(0, from) + mention + rest, caret: from + mention.length };
}
