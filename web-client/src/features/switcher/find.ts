/** The entries for a query. */
import type { MessageId } from '@/i18n';
import { fold } from '@/lib/fold';
import type { Entry, Kind } from './entries';
import { bestScore } from './match';

export interface Group {
  /** Null for results of a search, which are of all kinds. */
  title: MessageId | null;
  entries: readonly Entry[];
}

/** The first character may select a kind. */
export const PREFIXES = { '#': 'channel', '@': 'user', '*': 'guild', '>': 'action' } as const;
export type Prefix = keyof typeof PREFIXES;

const MOST_RECENT = 6;
const MOST_SHOWN = 50;

const isPrefix = (character: string | undefined): character is Prefix =>
  character !== undefined && Object.hasOwn(PREFIXES, character);

export function groupsFor(
  typed: string,
  entries: readonly Entry[],
  here: string | undefined,
): readonly Group[] {
  const first = typed.trimStart()[0];
  const kind = isPrefix(first) ? PREFIXES[first] : undefined;
  const wanted = fold((kind === undefined ? typed : typed.trimStart().slice(1)).trim().replace(/\s+/g, ' '));
  const among = entries.filter((entry) => isAmong(entry, kind));
  if (wanted !== '') return filled([{ title: null, entries: ranked(among, wanted).slice(0, MOST_SHOWN) }]);
  if (kind === undefined) return filled(atFirst(among, here));
  return filled([{ title: `switcher.${kind}`, entries: [...among].sort(byUse).slice(0, MOST_SHOWN) }]);
}

/** Actions have their own prefix. A group is found among the users. */
const isAmong = (entry: Entry, kind: Kind | undefined): boolean =>
  kind === undefined
    ? entry.kind !== 'action'
    : entry.kind === kind || (kind === 'user' && entry.kind === 'dm');

const filled = (groups: readonly Group[]): readonly Group[] =>
  groups.filter(({ entries }) => entries.length > 0);

/** Without a query: recent places first, then unread ones. */
function atFirst(entries: readonly Entry[], here: string | undefined): Group[] {
  const others = entries.filter(({ id, kind }) => id !== here && kind !== 'guild');
  const recent = others
    .filter((entry) => entry.recent !== null)
    .sort(byUse)
    .slice(0, MOST_RECENT);
  const unread = others.filter((entry) => entry.unread && !recent.includes(entry)).sort(byNews);
  return [
    { title: 'switcher.recent', entries: recent },
    { title: 'switcher.unread', entries: unread.slice(0, MOST_SHOWN) },
  ];
}

function ranked(entries: readonly Entry[], wanted: string): Entry[] {
  return entries
    .flatMap((entry) => {
      const score = bestScore(wanted, entry.names, entry.where);
      return score === null ? [] : [{ entry, score: score + liking(entry) }];
    })
    .sort((a, b) => b.score - a.score || byUse(a.entry, b.entry))
    .map(({ entry }) => entry);
}

/** Always less than a better match. */
const liking = ({ recent, mentions, unread }: Entry): number =>
  (recent === null ? 0 : Math.max(2, 10 - recent)) + (mentions > 0 ? 5 : unread ? 3 : 0);

const place = ({ recent }: Entry): number => recent ?? Number.MAX_SAFE_INTEGER;

function byUse(a: Entry, b: Entry): number {
  return place(a) - place(b) || byNews(a, b);
}

function byNews(a: Entry, b: Entry): number {
  return b.mentions - a.mentions || Number(b.unread) - Number(a.unread) || a.order - b.order;
}
