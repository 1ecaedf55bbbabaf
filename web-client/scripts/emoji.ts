/**
 * Reduces the emoji data of emojibase to what the client needs, as text: one line per emoji, in the same order in each.
 *
 * `emoji:all` has the characters with their group and whether skin tones apply; `emoji:names/uk` the names; `emoji:words`
 * the shortcodes and `emoji:words/uk` the keywords. They are chunks of their own, so that the name of a reaction does not
 * load what only a search needs.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

interface Entry {
  emoji: string;
  hexcode: string;
  label: string;
  tags?: string[];
  group?: number;
  order?: number;
  version: number;
  skins?: unknown[];
}

const ID = /^\0?emoji:(all|codes|names\/(en|uk)|words\/(en|uk))$/;
/** Newer ones are missing in the fonts of many systems. */
const NEWEST = 15.1;
/** Skin tones and hair by themselves. */
const COMPONENT = 2;

const require = createRequire(import.meta.url);
const read = <T>(path: string): T =>
  JSON.parse(readFileSync(require.resolve(`emojibase-data/${path}`), 'utf8'));

function entries(language: 'en' | 'uk'): Entry[] {
  return read<Entry[]>(`${language}/data.json`)
    .filter(({ group, version }) => group !== undefined && group !== COMPONENT && version <= NEWEST)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

type Codes = Record<string, string | string[] | undefined>;

/** Those that people know from chats come first. */
function codesOf(): (entry: Entry) => string[] {
  const sets = ['joypixels', 'github'].map((name) => read<Codes>(`en/shortcodes/${name}.json`));
  return ({ hexcode }) => [...new Set(sets.flatMap((codes) => codes[hexcode] ?? []))];
}

/** Keywords that the name and the shortcodes do not have already. */
const wordsOf = ({ label, tags = [] }: Entry): string =>
  tags.filter((tag) => !label.toLowerCase().includes(tag.toLowerCase())).join(' ');

/** As keyboards write it: without the selector where it changes nothing. */
const qualified = (emoji: string): string => emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');

function linesOf(part: string): string[] {
  const [kind, language = 'en'] = part.split('/') as [string, ('en' | 'uk')?];
  const all = entries(language);
  if (kind === 'names') return all.map(({ label }) => label);
  if (kind === 'words') return all.map(wordsOf);
  if (kind === 'codes') {
    const codes = codesOf();
    return all.map((entry) => codes(entry).join(' '));
  }
  return all.map(
    ({ emoji, group, skins }) => `${qualified(emoji)} ${group}${skins === undefined ? '' : ' t'}`,
  );
}

export function emoji(): Plugin {
  return {
    name: 'emoji',
    resolveId: (id) => (ID.test(id) ? `\0${id}` : null),
    load(id) {
      const part = ID.exec(id)?.[1];
      return part === undefined ? null : `export default ${JSON.stringify(linesOf(part).join('\n'))};`;
    },
  };
}
