/** Every emoji with what it is found by, in both languages. Loaded when somebody is about to choose one. */
import characters from 'emoji:all';
import codes from 'emoji:codes';
import namesEn from 'emoji:names/en';
import namesUk from 'emoji:names/uk';
import wordsEn from 'emoji:words/en';
import wordsUk from 'emoji:words/uk';
import { fold } from '@/lib/fold';

export interface Emoji {
  /** The character, without a skin tone. */
  emoji: string;
  /** Of `GROUPS`. */
  group: string;
  hasTones: boolean;
  /** Shortcodes, the best known first. */
  codes: readonly string[];
  en: string;
  uk: string;
  /** What a search compares: shortcodes, names and keywords, folded. */
  found: { codes: readonly string[]; names: readonly string[]; words: readonly string[] };
}

/** By the numbers of the data; the second has no emoji of its own. */
const NUMBERED = [
  'smileys',
  'persons',
  '',
  'animals',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export const GROUPS = NUMBERED.filter((group) => group !== '');

const [allCodes, en, uk, moreEn, moreUk] = [codes, namesEn, namesUk, wordsEn, wordsUk].map((lines) =>
  lines.split('\n'),
) as [string[], string[], string[], string[], string[]];

const words = (text = ''): string[] => text.split(/[\s,:]+/).filter((word) => word !== '');

export const ALL: readonly Emoji[] = characters.split('\n').map((line, index) => {
  const [emoji = '', group, tones] = line.split(' ');
  const names = [en[index] ?? '', uk[index] ?? ''];
  const own = words(allCodes[index]);
  return {
    emoji,
    group: NUMBERED[Number(group)] ?? '',
    hasTones: tones !== undefined,
    codes: own,
    en: names[0] ?? '',
    uk: names[1] ?? '',
    get found() {
      const found = {
        codes: own.map(fold),
        names: names.map(fold),
        words: words(fold(`${moreEn[index]} ${moreUk[index]}`)),
      };
      Object.defineProperty(this, 'found', { value: found });
      return found;
    },
  };
});

export const byCode = (code: string): Emoji | undefined => ALL.find(({ codes: own }) => own.includes(code));
