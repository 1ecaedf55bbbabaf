/** How well a text matches a query. Both are folded before (lib/fold). */

const EXACT = 100;
const START = 80;
const WORD_START = 60;
const INSIDE = 40;
const SCATTERED = 20;

/** Higher is better; null without a match. */
export function scoreOf(typed: string, text: string): number | null {
  if (text === typed) return EXACT;
  const at = text.indexOf(typed);
  if (at === 0) return START;
  if (at > 0) return wordStart(typed).test(text) ? WORD_START : INSIDE;
  return scattered(typed, text);
}

const wordStart = (typed: string) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(typed)}`, 'u');
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** All characters in order with others between; the fewer, the better. */
function scattered(typed: string, text: string): number | null {
  let at = -1;
  let gaps = 0;
  for (const character of typed) {
    const next = text.indexOf(character, at + 1);
    if (next === -1) return null;
    if (at !== -1) gaps += next - at - 1;
    at = next;
  }
  return Math.max(1, SCATTERED - gaps);
}

/**
 * The best match of the whole query among an entry's names; otherwise every word must match a name or the place of the
 * entry, e.g. "linden garden" for #garden in Linden Street.
 */
export function bestScore(typed: string, names: readonly string[], where: string): number | null {
  const whole = best(names.map((name) => scoreOf(typed, name)));
  const words = typed.split(' ').filter((word) => word !== '');
  if (whole !== null || words.length < 2) return whole;
  const each = words.map((word) =>
    best([...names, where].map((text) => (text.includes(word) ? INSIDE : null))),
  );
  return each.includes(null) ? null : INSIDE - 1;
}

function best(scores: readonly (number | null)[]): number | null {
  const found = scores.filter((score) => score !== null);
  return found.length === 0 ? null : Math.max(...found);
}
