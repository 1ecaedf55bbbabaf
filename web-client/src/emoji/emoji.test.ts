import { describe, expect, it } from 'vitest';
import { type Use, withUse } from '@/store/emoji/frequent';
import { ALL, byCode, GROUPS } from './all';
import { moved } from './moves';
import { searchEmoji } from './search';
import { bare, TONES, toned } from './tones';

const found = (typed: string, frequent: readonly string[] = []) =>
  searchEmoji(ALL, typed, frequent).map(({ emoji }) => emoji);
const DAY_MS = 24 * 60 * 60_000;

describe('the data', () => {
  it('names every emoji in both languages and puts it into a group', () => {
    expect(ALL.length).toBeGreaterThan(1_800);
    for (const { emoji, en, uk, group } of ALL) {
      expect(en, emoji).not.toBe('');
      expect(uk, emoji).toMatch(/\S/);
      expect(GROUPS, emoji).toContain(group);
    }
  });

  it('knows shortcodes as other chats have them', () => {
    expect(['+1', 'thumbsup', 'tada', 'heart', 'rocket'].map((code) => byCode(code)?.emoji)).toEqual([
      '👍',
      '👍',
      '🎉',
      '❤️',
      '🚀',
    ]);
  });

  it('has no line that is out of step', () => {
    const rocket = ALL.find(({ emoji }) => emoji === '🚀');
    expect(rocket).toMatchObject({ en: 'rocket', uk: 'ракета', group: 'travel' });
    expect(ALL.at(-1)?.group).toBe('flags');
  });
});

describe('a search', () => {
  it('finds by name and keyword in both languages, and by shortcode', () => {
    for (const typed of ['rocket', 'ракета', ':rocket:', 'Ракета', 'rock'])
      expect(found(typed)).toContain('🚀');
    expect(found('посмішка')).toContain('😀');
    expect(found('xyzzy')).toEqual([]);
  });

  it('puts what begins so before what contains it', () => {
    const [first] = found('heart');
    expect(first).toBe('❤️');
    expect(found('fire')[0]).toBe('🔥');
    expect(found('fire').indexOf('🔥')).toBeLessThan(found('fire').indexOf('🚒'));
  });

  it('puts the ones used most first among those that match alike', () => {
    const usual = found('smil');
    const last = usual.findLast((emoji) => emoji.startsWith('😸')) ?? '';
    expect(found('smil', [last])[0]).not.toBe(usual.at(-1));
    expect(found('smil', [last]).indexOf(last)).toBeLessThan(usual.indexOf(last));
  });
});

describe('frequent emoji', () => {
  const used = (...times: [string, number][]): readonly Use[] =>
    times.reduce<readonly Use[]>((uses, [emoji, at]) => withUse(uses, emoji, at), []);

  it('are ordered by how often they were used', () => {
    const uses = used(['🔥', 1], ['🎉', 2], ['🔥', 3], ['👀', 4]);
    expect(uses.map(({ emoji }) => emoji)[0]).toBe('🔥');
  });

  it('give way with time', () => {
    const old = used(...Array.from({ length: 5 }, (_, at): [string, number] => ['🔥', at]));
    const soon = withUse(withUse(old, '🎉', DAY_MS), '🎉', DAY_MS);
    expect(soon[0]?.emoji).toBe('🔥');
    const later = withUse(withUse(old, '🎉', 60 * DAY_MS), '🎉', 60 * DAY_MS);
    expect(later[0]?.emoji).toBe('🎉');
  });

  it('are at most 60', () => {
    const many = Array.from({ length: 80 }, (_, at): [string, number] => [`e${at}`, at]);
    expect(used(...many)).toHaveLength(60);
  });
});

describe('a skin tone', () => {
  it('colours people, and nothing else', () => {
    const dark = TONES[5];
    expect(toned('👍', dark)).toBe('👍🏿');
    expect(toned('☝️', dark)).toBe('☝🏿');
    expect(toned('🧑‍🤝‍🧑', dark)).toBe('🧑🏿‍🤝‍🧑🏿');
    expect(toned('🚀', dark)).toBe('🚀');
    expect(toned('👍', '')).toBe('👍');
  });

  it('makes no other emoji of it', () => {
    for (const { emoji, hasTones } of ALL)
      if (hasTones) expect(bare(toned(emoji, TONES[1]))).toBe(bare(emoji));
  });
});

describe('the arrows', () => {
  const lengths = [8, 3, 8];
  it('stay in the column where the line is long enough', () => {
    expect(moved('ArrowDown', [0, 6], lengths)).toEqual([1, 2]);
    expect(moved('ArrowDown', [2, 1], lengths)).toEqual([2, 1]);
    expect(moved('ArrowUp', [0, 1], lengths)).toEqual([0, 1]);
  });

  it('go on in the next line', () => {
    expect(moved('ArrowRight', [1, 2], lengths)).toEqual([2, 0]);
    expect(moved('ArrowLeft', [1, 0], lengths)).toEqual([0, 7]);
    expect(moved('ArrowLeft', [0, 0], lengths)).toEqual([0, 0]);
    expect(moved('Tab', [0, 0], lengths)).toBeNull();
  });
});
