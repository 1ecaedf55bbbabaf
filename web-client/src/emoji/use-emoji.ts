/** The emoji data once it is loaded, and names of emoji. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Emoji } from './all';
import { bare } from './tones';

export type EmojiData = typeof import('./all');

/** Also called at the first sign that somebody will choose an emoji. */
export const loadEmoji = (): Promise<EmojiData> => import('./all');
export const prepareEmoji = (): void => void loadEmoji().catch(() => undefined);

interface Loaded {
  /** Empty until they are wanted and loaded. */
  all: readonly Emoji[];
  hasFailed: boolean;
}

export function useAllEmoji(isWanted = true): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ all: [], hasFailed: false });
  useEffect(() => {
    if (isWanted)
      loadEmoji().then(
        ({ ALL }) => setLoaded({ all: ALL, hasFailed: false }),
        () => setLoaded({ all: [], hasFailed: true }),
      );
  }, [isWanted]);
  return loaded;
}

const languageOf = (locale: string): 'en' | 'uk' => (locale.startsWith('uk') ? 'uk' : 'en');

export const useEmojiLanguage = (): 'en' | 'uk' => languageOf(useIntl().locale);

/** Of one language alone: enough to read an emoji aloud. */
async function loadNames(language: 'en' | 'uk'): Promise<ReadonlyMap<string, string>> {
  const [{ default: characters }, { default: names }] = await Promise.all([
    import('emoji:all'),
    language === 'uk' ? import('emoji:names/uk') : import('emoji:names/en'),
  ]);
  const lines = names.split('\n');
  return new Map(
    characters.split('\n').map((line, index) => [bare(line.split(' ')[0] ?? ''), lines[index] ?? '']),
  );
}

const NO_NAMES: ReadonlyMap<string, string> = new Map([['', '']]);

/** The name of an emoji in the reader's language; until names are loaded the emoji itself, which is read aloud too. */
export function useEmojiName(): (emoji: string) => string {
  const language = useEmojiLanguage();
  const [names, setNames] = useState(NO_NAMES);
  useEffect(() => {
    loadNames(language).then(setNames, () => undefined);
  }, [language]);
  return (emoji) => names.get(bare(emoji)) ?? emoji;
}
