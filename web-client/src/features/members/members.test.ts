import { describe, expect, it } from 'vitest';
import { toRows } from './member-rows';
import { rangesAround } from './ranges';

describe('the lines of the list', () => {
  it('are a heading for each group and a gap for everybody who is not told yet', () => {
    const groups = [
      { id: '7', count: 2, rows: 2 },
      { id: 'offline', count: 1, rows: 1 },
    ];
    expect(toRows({ groups, rows: { 1: '10', 4: '12' } })).toEqual([
      { kind: 'heading', key: 'group-7', groupId: '7', count: 2 },
      { kind: 'member', key: '10', userId: '10' },
      { kind: 'gap', key: 'gap-2' },
      { kind: 'heading', key: 'group-offline', groupId: 'offline', count: 1 },
      { kind: 'member', key: '12', userId: '12' },
    ]);
  });

  it('only count those who are offline where there are very many', () => {
    const groups = [{ id: 'offline', count: 1_001, rows: 0 }];
    expect(toRows({ groups, rows: {} })).toHaveLength(1);
  });
});

describe('what is asked for', () => {
  it('is what is in view with a margin, in steps', () => {
    expect(rangesAround(0, 12)).toEqual([[0, 49]]);
    expect(rangesAround(130, 150)).toEqual([[100, 199]]);
    expect(rangesAround(131, 151)).toEqual(rangesAround(130, 150));
  });

  it('is never more than the server takes', () => {
    const ranges = rangesAround(1_000, 1_900);
    expect(ranges).toHaveLength(3);
    for (const [first, last] of ranges) expect(last - first).toBeLessThan(100);
    expect(rangesAround(40, 100)).toEqual([
      [0, 99],
      [100, 149],
    ]);
  });
});
