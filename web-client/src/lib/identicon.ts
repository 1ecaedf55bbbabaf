/** The fallback of an avatar: initials, and one of eight tones that depends on the id only. */

const TONES = 8;

/** The initials of the first two words; characters outside the basic plane stay whole. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const initials = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return initials.join('').toLocaleUpperCase() || '?';
}

export function tone(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 8191;
  return sum % TONES;
}
