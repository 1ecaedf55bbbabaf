import { aChannel, aMember, aUser, guildCreate } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { withMembers, withWholeGuild } from '@/store/entities';
import { emptyState } from '@/store/state';
import { type DmTarget, entriesFrom, type Unread } from './entries';
import { groupsFor } from './find';
import { bestScore, scoreOf } from './match';

const olena = aUser('olena', { global_name: 'Олена' });
const marko = aUser('marko', { global_name: 'Марко' });
const sofiia = aUser('sofiia', { global_name: 'Софія' });
const garden = aChannel('5', 'garden');
const books = aChannel('5', 'book-club', { position: 1 });
const mint = aChannel('5', 'м’ята', { position: 2 });
const linden = guildCreate({
  id: '5',
  name: 'Linden Street',
  owner: olena,
  roles: [],
  channels: [garden, books, mint],
  members: [],
});

const state = withMembers(
  withWholeGuild(
    { ...emptyState(), me: { ...olena } as never },
    { guild: linden, memberCount: 3, channels: linden.channels, members: [] },
  ),
  '5',
  [aMember(olena), aMember(marko, { nick: 'Садівник' }), aMember(sofiia)],
);

const news: Record<string, Unread> = {
  [books.id]: { unread: true, mentions: 0 },
  [mint.id]: { unread: true, mentions: 2 },
};

function search(
  typed: string,
  { recent = [] as string[], here = undefined as string | undefined, dms = [] as DmTarget[] } = {},
) {
  const actions = [{ id: 'settings', name: 'Open settings', icon: null, run: () => {} }];
  const unreadOf = (id: string) => news[id] ?? { unread: false, mentions: 0 };
  const entries = entriesFrom({ state, dms, actions, recent, unreadOf });
  return groupsFor(typed, entries, here).map(({ title, entries }) => [
    title,
    entries.map(({ name }) => name),
  ]);
}

describe('the palette', () => {
  it('begins with where one was, then with what is new, mentions first', () => {
    expect(search('', { recent: [garden.id] })).toEqual([
      ['switcher.recent', ['garden']],
      ['switcher.unread', ['м’ята', 'book-club']],
    ]);
  });

  it('does not offer the place one is at', () => {
    expect(search('', { recent: [books.id, garden.id], here: books.id })[0]).toEqual([
      'switcher.recent',
      ['garden'],
    ]);
  });

  it('finds in any script, whatever the case and the apostrophe', () => {
    expect(search("М'ЯТ")).toEqual([[null, ['м’ята']]]);
    expect(search('СОФ')).toEqual([[null, ['Софія']]]);
    expect(search('sof')).toEqual([[null, ['Софія']]]);
  });

  it('finds people by what they are called in a server', () => {
    expect(search('садів')).toEqual([[null, ['Марко']]]);
  });

  it('finds a channel by its server', () => {
    expect(search('linden gar')).toEqual([[null, ['garden']]]);
  });

  it('looks only among what the first character says', () => {
    expect(search('#')[0]?.[1]).toEqual(['м’ята', 'book-club', 'garden']);
    expect(search('@')[0]).toEqual(['switcher.user', ['Марко', 'Софія']]);
    expect(search('* lin')).toEqual([[null, ['Linden Street']]]);
    expect(search('>set')).toEqual([[null, ['Open settings']]]);
    expect(search('settings')).toEqual([]);
  });

  it('has those one talks with once, as the conversation', () => {
    const dms = [
      { id: '90', name: 'Марко', userId: marko.id },
      { id: '91', name: 'Garden party' },
    ];
    expect(search('@', { dms, recent: ['91'] })[0]?.[1]).toEqual(['Garden party', 'Марко', 'Софія']);
  });

  it('puts the better answer first, of equal ones the one used lately', () => {
    expect(search('g')[0]?.[1]?.[0]).toBe('garden');
    expect(search('а', { recent: [mint.id] })[0]?.[1]?.[0]).toBe('м’ята');
  });
});

describe('an answer', () => {
  it('is the better the more it has of what was typed', () => {
    const scores = ['book', 'bookshelf', 'my-book', 'ebooks', 'b-o-o-k'].map((text) => scoreOf('book', text));
    expect(scores).toEqual([...scores].sort((a, b) => Number(b) - Number(a)));
    expect(new Set(scores).size).toBe(5);
    expect(scoreOf('book', 'bok')).toBeNull();
  });

  it('takes what is typed as letters, not as a pattern', () => {
    expect(scoreOf('a.b', 'xab')).toBeNull();
    expect(scoreOf('(b', 'a(b')).not.toBeNull();
  });

  it('needs every word of several', () => {
    expect(bestScore('lin gar', ['garden'], 'linden street')).not.toBeNull();
    expect(bestScore('lin zoo', ['garden'], 'linden street')).toBeNull();
  });
});
