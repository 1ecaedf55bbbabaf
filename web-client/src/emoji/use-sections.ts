/** What the picker lists: the frequent ones and the groups, or what a search finds. */
import { useMemo, useState } from 'react';
import { type MessageId, useText } from '@/i18n';
import { useFrequentEmoji } from '@/store/emoji/frequent';
import { useSkinTone } from '@/store/emoji/tone';
import type { Emoji } from './all';
import { searchEmoji } from './search';
import { bare, TONES, toned } from './tones';

export const COLUMNS = 8;
const FREQUENT = 16;
/** So many uses order what a search finds. */
const RANKED = 60;

export const SECTIONS = [
  'frequent',
  'smileys',
  'persons',
  'animals',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type SectionId = (typeof SECTIONS)[number];

/** An emoji as it is shown and inserted. */
export interface Entry {
  emoji: string;
  en: string;
  uk: string;
}

/** A line of the virtual list: the title of a section, or up to eight emoji of it. */
export type Row =
  | { kind: 'title'; section: SectionId; title: string }
  | { kind: 'line'; title: string; entries: readonly Entry[] };

function rowsOf(title: string, entries: readonly Entry[]): Row[] {
  return Array.from({ length: Math.ceil(entries.length / COLUMNS) }, (_, at) => ({
    kind: 'line',
    title,
    entries: entries.slice(at * COLUMNS, (at + 1) * COLUMNS),
  }));
}

export function useRows(all: readonly Emoji[], typed: string): readonly Row[] {
  const text = useText();
  const tone = TONES[useSkinTone()] ?? '';
  const current = useFrequentEmoji(RANKED);
  // The order does not change while the picker is open.
  const [frequent] = useState(current);
  return useMemo(() => {
    const shown = (one: Emoji): Entry => ({
      ...one,
      emoji: one.hasTones ? toned(one.emoji, tone) : one.emoji,
    });
    if (typed.replaceAll(':', '').trim() !== '')
      return rowsOf(text('emoji.search'), searchEmoji(all, typed, frequent.map(bare)).map(shown));
    const known = new Map(all.map((one) => [bare(one.emoji), one]));
    const used = frequent.slice(0, FREQUENT).map((emoji): Entry => {
      const found = known.get(bare(emoji));
      return { emoji, en: found?.en ?? emoji, uk: found?.uk ?? emoji };
    });
    return SECTIONS.flatMap((section): Row[] => {
      const title = text(`emoji.group.${section}` satisfies MessageId);
      const entries = section === 'frequent' ? used : all.filter(({ group }) => group === section).map(shown);
      return [{ kind: 'title', section, title }, ...rowsOf(title, entries)];
    });
  }, [all, typed, frequent, tone, text]);
}
