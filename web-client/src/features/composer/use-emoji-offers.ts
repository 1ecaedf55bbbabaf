/** Emoji for a shortcode or a name in either language, in the order of the picker. */
import { useMemo } from 'react';
import { searchEmoji } from '@/emoji/search';
import { bare, TONES, toned } from '@/emoji/tones';
import { useAllEmoji, useEmojiLanguage } from '@/emoji/use-emoji';
import { useFrequentEmoji } from '@/store/emoji/frequent';
import { useSkinTone } from '@/store/emoji/tone';
import { MAX_COMPLETIONS, type Offer } from './completions';

const RANKED = 60;

/** None while nothing is asked for. */
export function useEmojiOffers(query: string | null): readonly Offer[] {
  const { all } = useAllEmoji(query !== null);
  const language = useEmojiLanguage();
  const frequent = useFrequentEmoji(RANKED);
  const tone = TONES[useSkinTone()] ?? '';
  return useMemo(() => {
    if (query === null) return [];
    const found = searchEmoji(all, query, frequent.map(bare)).slice(0, MAX_COMPLETIONS);
    return found.map((one): Offer => {
      const name = one.codes[0] === undefined ? one[language] : `:${one.codes[0]}:`;
      return {
        kind: 'emoji',
        id: one.emoji,
        name,
        insert: one.hasTones ? toned(one.emoji, tone) : one.emoji,
      };
    });
  }, [all, query, frequent, tone, language]);
}
