import { describe, expect, it } from 'vitest';
import {
  lengthOf,
  type ReadMemberList,
  withMemberList,
  withoutMemberList,
  withWatchedMembers,
} from './member-list';
import { emptyState, type State } from './state';

const watched = (ranges: [number, number][] = [[0, 99]], state = emptyState()) =>
  withWatchedMembers(state, '1', '2', ranges, false);

const told = (
  state: State,
  groups: ReadMemberList['groups'],
  ranges: [number, (string | null)[]][],
  memberCount = 10,
  channelId = '2',
) =>
  withMemberList(state, {
    guildId: '1',
    channelId,
    memberCount,
    groups,
    ranges: ranges.map(([first, userIds]) => ({ first, userIds })),
  });

const rowsOf = (state: State) => state.memberList?.rows;

const two = [
  { id: 'online', count: 2 },
  { id: 'offline', count: 2 },
];

describe('the list of members', () => {
  it('keeps who stands where, and no headings', () => {
    const state = told(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    expect(rowsOf(state)).toEqual({ 1: 'a', 2: 'b', 4: 'c', 5: 'd' });
    expect(lengthOf(two, 10)).toBe(6);
  });

  it('takes what changed and keeps the rest of what is subscribed to', () => {
    const before = told(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    const state = told(before, two, [[1, ['b', 'a']]]);
    expect(rowsOf(state)).toEqual({ 1: 'b', 2: 'a', 4: 'c', 5: 'd' });
  });

  it('forgets what is out of view once the groups have changed', () => {
    const groups = [{ id: 'online', count: 300 }];
    const far = told(watched([[200, 299]]), groups, [[200, ['y', 'z']]]);
    const near = told(watched([[0, 99]], far), groups, [[0, [null, 'a']]]);
    expect(rowsOf(near)).toEqual({ 1: 'a', 200: 'y', 201: 'z' });
    const state = told(near, [{ id: 'online', count: 301 }], [[0, [null, 'n', 'a']]]);
    expect(rowsOf(state)).toEqual({ 1: 'n', 2: 'a' });
  });

  it('never shows somebody twice, nor anybody below its end', () => {
    const before = told(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    const state = told(before, [{ id: 'online', count: 3 }], [[0, [null, 'a', 'b', 'c']]]);
    expect(rowsOf(state)).toEqual({ 1: 'a', 2: 'b', 3: 'c' });
  });

  it('is replaced by the first news of another channel', () => {
    const before = told(watched(), two, [[0, [null, 'a', 'b', null, 'c', 'd']]]);
    const moved = withWatchedMembers(before, '1', '3', [[0, 99]], true);
    expect(told(moved, two, [[1, ['x']]])).toBe(moved);
    expect(rowsOf(told(moved, two, [[1, ['x']]], 10, '3'))).toEqual({ 1: 'x' });
  });

  it('is nobody’s while nobody looks', () => {
    const away = withoutMemberList(watched());
    expect(told(away, two, [[1, ['x']]])).toBe(away);
    expect(withoutMemberList(away)).toBe(away);
  });
});
