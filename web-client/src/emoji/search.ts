/** Finds emoji by name, shortcode and keyword, in both languages whatever that of the interface. */
import { fold } from '@/lib/fold';
import type { Emoji } from './all';
import { bare } from './tones';

/** How well a text that is folded already matches; the lower the better, Infinity not at all. */
function distance({ found: { codes, names, words } }: Emoji, typed: string): number {
  const code = typed.replaceAll(' ', '_');
  if (codes.includes(code) || names.includes(typed)) return 0;
  if (codes.some((one) => one.startsWith(code)) || names.some((name) => name.startsWith(typed))) return 1;
  if (words.includes(typed)) return 2;
  const begins = (word: string) => word.startsWith(typed);
  if (names.some((name) => name.split(' ').some(begins)) || codes.some((one) => one.split('_').some(begins)))
    return 3;
  if (words.some(begins)) return 4;
  return names.some((name) => name.includes(typed)) || codes.some((one) => one.includes(code)) ? 5 : Infinity;
}

/** The best come first; of those that match alike, the ones used most, then in the order of the list. */
export function searchEmoji(
  all: readonly Emoji[],
  typed: string,
  /** Without tones, the ones used most first. */
  frequent: readonly string[],
): readonly Emoji[] {
  const wanted = fold(typed.replaceAll(':', '').trim());
  if (wanted === '') return [];
  const rank = ({ emoji }: Emoji) => {
    const at = frequent.indexOf(bare(emoji));
    return at === -1 ? frequent.length : at;
  };
  return all
    .map((emoji) => ({ emoji, far: distance(emoji, wanted), rank: rank(emoji) }))
    .filter(({ far }) => far !== Infinity)
    .sort((a, b) => a.far - b.far || a.rank - b.rank)
    .map(({ emoji }) => emoji);
}
