/**
 * The members of one channel as the server orders them: groups with counts, and the rows that were requested. One list
 * at a time, that of the open channel.
 *
 * Invariant: a row is known only if the server has sent it since the groups last changed, or will send it
 * because the position is subscribed. No member has two rows.
 */

import type { Id, State } from '@/store/state';
import type { ListGroup, MemberList, Range } from './list-state';

export type { ListGroup, MemberList, Range };

/**
 * Subscribes to these positions. The list of another channel of the guild stays on the screen until its own
 * arrives.
 */
export function withWatchedMembers(
  state: State,
  guildId: Id,
  channelId: Id,
  ranges: readonly Range[],
  anew: boolean,
): State {
  const known = state.memberList;
  if (known?.guildId !== guildId) {
    return { ...state, memberList: { guildId, channelId, groups: [], rows: {}, ranges, stale: true } };
  }
  const stale = known.stale || anew || known.channelId !== channelId;
  return { ...state, memberList: { ...known, channelId, ranges, stale } };
}

/** The list is no longer in view. */
export const withoutMemberList = (state: State): State =>
  state.memberList === null ? state : { ...state, memberList: null };

/** The member, heading or previous content of these positions. */
export type ListedRow = { userId: Id } | 'heading' | { first: number; count: number };

export interface ReadMemberList {
  guildId: Id;
  channelId: Id;
  groups: readonly Omit<ListGroup, 'rows'>[];
  /** Including headings; null if the server does not report it. */
  rowCount: number | null;
  /** Each is one of the requested ranges, complete. */
  ranges: readonly { first: number; rows: readonly ListedRow[] }[];
}

/** Applies a list update; updates of a list other than the open one are ignored. */
export function withMemberList(state: State, update: ReadMemberList): State {
  const list = state.memberList;
  if (list?.guildId !== update.guildId || list.channelId !== update.channelId) return state;
  const groups = groupsOf(update);
  const moved = !sameGroups(list.groups, groups);
  const known = list.stale
    ? []
    : Object.entries(list.rows).map(([place, id]) => [Number(place), id] as const);
  const remaining = known.filter(([place]) => !moved || isIn(list.ranges, place));
  const news = update.ranges.flatMap(({ first, rows }) =>
    rows.flatMap((row) => usersIn(row, list.rows)).map((userId, at) => [first + at, userId] as const),
  );
  const rows = withNews(remaining, news, lengthOf(groups));
  return { ...state, memberList: { ...list, groups, rows, stale: false } };
}

type Placed = readonly [place: number, userId: Id | null];

function usersIn(row: ListedRow, before: MemberList['rows']): (Id | null)[] {
  if (row === 'heading') return [null];
  if ('userId' in row) return [row.userId];
  return Array.from({ length: row.count }, (_, at) => before[row.first + at] ?? null);
}

function withNews(remaining: readonly Placed[], news: readonly Placed[], length: number): Record<number, Id> {
  const places = new Set(news.map(([place]) => place));
  const users = new Set(news.map(([, userId]) => userId));
  const still = remaining.filter(([place, userId]) => !places.has(place) && !users.has(userId));
  const rows: Record<number, Id> = {};
  for (const [place, userId] of [...still, ...news]) {
    if (place < length && userId !== null) rows[place] = userId;
  }
  return rows;
}

/** Only offline members may have no row. */
function groupsOf({ groups, rowCount }: ReadMemberList): ListGroup[] {
  const others = groups.filter(({ id }) => id !== 'offline').reduce((sum, { count }) => sum + count, 0);
  const left = rowCount === null ? Number.POSITIVE_INFINITY : Math.max(0, rowCount - groups.length - others);
  return groups.map(({ id, count }) => ({
    id,
    count,
    rows: id === 'offline' ? Math.min(count, left) : count,
  }));
}

/** All rows, including headings. */
export const lengthOf = (groups: readonly ListGroup[]): number =>
  groups.reduce((length, { rows }) => length + 1 + rows, 0);

const isIn = (ranges: readonly Range[], place: number): boolean =>
  ranges.some(([first, last]) => place >= first && place <= last);

const sameGroups = (a: readonly ListGroup[], b: readonly ListGroup[]): boolean =>
  a.length === b.length && a.every(({ id, rows }, at) => id === b[at]?.id && rows === b[at]?.rows);
