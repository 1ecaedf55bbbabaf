/**
 * The members of one channel as the server orders them: groups with counts, and of their rows those that were asked
 * for. One list at a time, that of the channel that is looked at.
 *
 * Invariant: a row is known only where the server said what stands there since the groups last changed, or where it
 * will say so because the place is subscribed to. Nobody stands in two rows.
 */
import type { ListGroup, MemberList, Range } from './member-list-state';
import type { Id, State } from './state';

export type { ListGroup, MemberList, Range };

/** In larger guilds those who are offline are counted, not listed. */
const MOST_WITH_OFFLINE = 1_000;

/** How many rows stand under the heading of the group. */
export const listedIn = ({ id, count }: ListGroup, memberCount: number): number =>
  id === 'offline' && memberCount > MOST_WITH_OFFLINE ? 0 : count;

/** Subscribes to these places. The list of another channel of the guild stays on the screen until its own comes. */
export function withWatchedMembers(
  state: State,
  guildId: Id,
  channelId: Id,
  ranges: readonly Range[],
  anew: boolean,
): State {
  const known = state.memberList;
  if (known?.guildId !== guildId) {
    const list = { guildId, channelId, memberCount: 0, groups: [], rows: {}, ranges, stale: true };
    return { ...state, memberList: list };
  }
  const stale = known.stale || anew || known.channelId !== channelId;
  return { ...state, memberList: { ...known, channelId, ranges, stale } };
}

/** Nobody looks any more. */
export const withoutMemberList = (state: State): State =>
  state.memberList === null ? state : { ...state, memberList: null };

export interface ReadMemberList {
  guildId: Id;
  channelId: Id;
  memberCount: number;
  groups: readonly ListGroup[];
  /** Of a row in which a heading stands, null. */
  ranges: readonly { first: number; userIds: readonly (Id | null)[] }[];
}

/** What the server tells of the list; of another list than the one that is looked at, nothing is kept. */
export function withMemberList(state: State, told: ReadMemberList): State {
  const list = state.memberList;
  if (list?.guildId !== told.guildId || list.channelId !== told.channelId) return state;
  const { memberCount, groups } = told;
  const moved = list.stale || memberCount !== list.memberCount || !sameGroups(list.groups, groups);
  const kept = list.stale ? [] : Object.entries(list.rows).map(([place, id]) => [Number(place), id] as const);
  const still = kept.filter(([place]) => !moved || isIn(list.ranges, place));
  const rows = withRanges(still, told.ranges, lengthOf(groups, memberCount));
  return { ...state, memberList: { ...list, memberCount, groups, rows, stale: false } };
}

function withRanges(
  kept: readonly (readonly [number, Id])[],
  ranges: ReadMemberList['ranges'],
  length: number,
): Record<number, Id> {
  const told = ranges.flatMap(({ first, userIds }) =>
    userIds.map((userId, at) => [first + at, userId] as const),
  );
  const places = new Set(told.map(([place]) => place));
  const people = new Set(told.map(([, userId]) => userId));
  const rows: Record<number, Id> = {};
  for (const [place, userId] of kept) {
    if (place < length && !places.has(place) && !people.has(userId)) rows[place] = userId;
  }
  for (const [place, userId] of told) if (place < length && userId !== null) rows[place] = userId;
  return rows;
}

/** All rows, headings too. */
export const lengthOf = (groups: readonly ListGroup[], memberCount: number): number =>
  groups.reduce((length, group) => length + 1 + listedIn(group, memberCount), 0);

const isIn = (ranges: readonly Range[], place: number): boolean =>
  ranges.some(([first, last]) => place >= first && place <= last);

const sameGroups = (a: readonly ListGroup[], b: readonly ListGroup[]): boolean =>
  a.length === b.length && a.every(({ id, count }, at) => id === b[at]?.id && count === b[at]?.count);
