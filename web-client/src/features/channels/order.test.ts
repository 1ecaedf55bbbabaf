import { describe, expect, it } from 'vitest';
import type { Channel } from '@/api';
import { nextOf } from '@/keyboard/next-of';
import type { ChannelGroup } from '@/store/selectors';
import { channelName } from './channel-name';
import { step } from './order';

const item = (id: string, position: number, parent: string | null = null) =>
  ({ id, position, parent_id: parent }) as Channel;

/** loose: a b | work: c d | fun: e */
const groups: ChannelGroup[] = [
  { category: null, channels: [item('a', 0), item('b', 1)] },
  { category: item('work', 0), channels: [item('c', 2, 'work'), item('d', 3, 'work')] },
  { category: item('fun', 1), channels: [item('e', 4, 'fun')] },
];

describe('moving a channel', () => {
  it('changes places with its neighbour', () => {
    expect(step(groups, 'b', 'up')).toEqual([
      { id: 'b', position: 0, parent_id: null },
      { id: 'a', position: 1, parent_id: null },
    ]);
  });

  it('goes over the edge into the next category, at its near end', () => {
    expect(step(groups, 'c', 'up')).toEqual([{ id: 'c', position: 2, parent_id: null }]);
    expect(step(groups, 'd', 'down')).toEqual([{ id: 'd', position: 3, parent_id: 'fun' }]);
  });

  it('leaves all categories also where no channel stands outside them', () => {
    const inside = groups.slice(1);
    expect(step(inside, 'c', 'up')?.[0]).toEqual({ id: 'c', position: 0, parent_id: null });
  });

  it('ends at both ends', () => {
    expect(step(groups, 'a', 'up')).toBeNull();
    expect(step(groups, 'e', 'down')).toBeNull();
    expect(step(groups, 'nobody', 'down')).toBeNull();
  });
});

describe('moving a category', () => {
  it('changes places with its neighbour and says nothing of channels', () => {
    expect(step(groups, 'fun', 'up')).toEqual([
      { id: 'fun', position: 0 },
      { id: 'work', position: 1 },
    ]);
    expect(step(groups, 'work', 'up')).toBeNull();
  });
});

describe('the next channel by keys', () => {
  const ids = ['a', 'b', 'c'];
  it('goes round at both ends', () => {
    expect(nextOf(ids, 'c', 1, () => true)).toBe('a');
    expect(nextOf(ids, 'a', -1, () => true)).toBe('c');
  });

  it('skips what does not fit and stays where nothing does', () => {
    expect(nextOf(ids, 'a', 1, (id) => id === 'c')).toBe('c');
    expect(nextOf(ids, 'a', 1, () => false)).toBeUndefined();
  });

  it('starts at an end where one is nowhere', () => {
    expect(nextOf(ids, undefined, 1, () => true)).toBe('a');
    expect(nextOf(ids, undefined, -1, () => true)).toBe('c');
    expect(nextOf([], undefined, 1, () => true)).toBeUndefined();
  });
});

describe('a name of a channel', () => {
  it('is small, with hyphens for spaces and none at the ends', () => {
    expect(channelName('  Книжки та  Фільми ')).toBe('книжки-та-фільми');
    expect(channelName('-a--b-')).toBe('a-b');
  });
});
