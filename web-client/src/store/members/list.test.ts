import { describe, expect, it } from 'vitest';
import { emptyState, type State } from '@/store/state';
import {
  type ListedRow,
  lengthOf,
  type ReadMemberList,
  withMemberList,
  withoutMemberList,
  withWatchedMembers,
} from './list';

const watched = (ranges: [number, number][] = [[0, 99]], state = emptyState()) =>
  withWatchedMembers(state, '1', '2', ranges, false);

type Told = string | null | [first: number, count: number];

const rowOf = (row: Told): ListedRow => {
  if (row === null) return 'heading';
  return typeof row === 'string' ? { userId: row } : { first: row[0], count: row[1] };
};

const listed = (
  state: State,
  groups: ReadMemberList['groups'],
  ranges: [number, Told[]][],
  { channelId = '2', rowCount = null }: { channelId?: string; rowCount?: number | null } = {},
) =>
  withMemberList(state, {
    guildId: '1',
    channelId,
    groups,
    rowCount,
    ranges: ranges.map(([first, rows]) => ({ first, rows: rows.map(rowOf) })),
  });

const rowsOf = (state: State) => state.memberList?.rows;

const two = [
  { id: 'online', count: 2 },
  { id: 'offline', count: 2 },
];

describe('the list of members', () => {
  it('keeps who stands where, and no headings', () => {
    const state = listed(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    expect(rowsOf(state)).toEqual({ 1: 'a', 2: 'b', 4: 'c', 5: 'd' });
    expect(lengthOf(state.memberList?.groups ?? [])).toBe(6);
  });

  it('takes what changed and keeps the rest of what is subscribed to', () => {
    const before = listed(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    const state = listed(before, two, [[1, ['b', 'a']]]);
    expect(rowsOf(state)).toEqual({ 1: 'b', 2: 'a', 4: 'c', 5: 'd' });
  });

  it('forgets what is out of view once the groups have changed', () => {
    const groups = [{ id: 'online', count: 300 }];
    const far = listed(watched([[200, 299]]), groups, [[200, ['y', 'z']]]);
    const near = listed(watched([[0, 99]], far), groups, [[0, [null, 'a']]]);
    expect(rowsOf(near)).toEqual({ 1: 'a', 200: 'y', 201: 'z' });
    const state = listed(near, [{ id: 'online', count: 301 }], [[0, [null, 'n', 'a']]]);
    expect(rowsOf(state)).toEqual({ 1: 'n', 2: 'a' });
  });

  it('never shows somebody twice, nor anybody below its end', () => {
    const before = listed(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    const state = listed(before, [{ id: 'online', count: 3 }], [[0, [null, 'a', 'b', 'c']]]);
    expect(rowsOf(state)).toEqual({ 1: 'a', 2: 'b', 3: 'c' });
  });

  it('is replaced by the first news of another channel', () => {
    const before = listed(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    const moved = withWatchedMembers(before, '1', '3', [[0, 99]], true);
    expect(listed(moved, two, [[1, ['x']]])).toBe(moved);
    expect(rowsOf(listed(moved, two, [[1, ['x']]], { channelId: '3' }))).toEqual({ 1: 'x' });
  });

  it('puts what stood there before where the server points to', () => {
    const before = listed(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    const groups = [
      { id: 'online', count: 3 },
      { id: 'offline', count: 1 },
    ];
    const state = listed(before, groups, [
      [
        0,
        [
          [0, 2],
          [4, 1],
          [2, 2],
          [5, 1],
        ],
      ],
    ]);
    expect(rowsOf(state)).toEqual({ 1: 'a', 2: 'c', 3: 'b', 5: 'd' });
  });

  it('has no rows for those who are only counted', () => {
    const groups = [
      { id: 'online', count: 1 },
      { id: 'offline', count: 2_000 },
    ];
    const state = listed(watched(), groups, [[0, [null, 'a', null]]], { rowCount: 3 });
    expect(lengthOf(state.memberList?.groups ?? [])).toBe(3);
  });

  it('is nobody’s while nobody looks', () => {
    const away = withoutMemberList(watched());
    expect(listed(away, two, [[1, ['x']]])).toBe(away);
    expect(withoutMemberList(away)).toBe(away);
  });
});
