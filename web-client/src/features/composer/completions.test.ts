import { aUser } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { completed, completionAt, matching, type Offer } from './completions';

function person(username: string, name: string): Offer {
  const user = aUser(username, { global_name: name });
  return { kind: 'user', id: user.id, name, user, insert: `@${username}` };
}

describe('completing a mention', () => {
  it('begins at the sign before the caret and not inside a word or an address', () => {
    expect(completionAt('привіт @ол', 10)).toEqual({ from: 7, sign: '@', query: 'ол' });
    expect(completionAt('@', 1)).toEqual({ from: 0, sign: '@', query: '' });
    expect(completionAt('у #gen', 6)).toEqual({ from: 2, sign: '#', query: 'gen' });
    expect(completionAt('box@olena', 9)).toBeNull();
    expect(completionAt('https://x.org/@olena', 20)).toBeNull();
    expect(completionAt('@ olena', 7)).toBeNull();
    expect(completionAt('# heading', 9)).toBeNull();
  });

  it('goes on over blanks as long as a name begins so', () => {
    const users = [person('olena', 'Олена Коваль'), person('taras', 'Тарас')];
    const at = completionAt('@олена ков', 10);
    expect(matching(users, at?.query ?? '').map(({ id }) => id)).toEqual([users[0]?.id]);
    expect(matching(users, 'олена привіт')).toEqual([]);
  });

  it('finds by name and user name, in any case and with any apostrophe', () => {
    const users = [person('marya', 'Мар’яна'), person('olena', 'Олена'), person('solomiya', 'Соломія')];
    const found = (query: string) => matching(users, query).map(({ insert }) => insert);
    expect(found("МАР'Я")).toEqual(['@marya']);
    expect(found('ol')).toEqual(['@olena', '@solomiya']);
  });

  it('puts what is taken and the caret in their places', () => {
    expect(completed('привіт @ол як', { from: 7, sign: '@', query: 'ол' }, '@olena')).toEqual({
      content: 'привіт @olena як',
      caret: 14,
    });
  });
});

describe('completing an emoji', () => {
  it('begins with two characters after a colon that stands alone', () => {
    expect(completionAt('so :ta', 6)).toEqual({ from: 3, sign: ':', query: 'ta' });
    expect(completionAt(':раке', 5)).toEqual({ from: 0, sign: ':', query: 'раке' });
    expect(completionAt('🎉:ta', 5)).toEqual({ from: 2, sign: ':', query: 'ta' });
    for (const text of [':', ':t', ':)', ':-', 'at 10:30', 'https:ta'])
      expect(completionAt(text, text.length)).toBeNull();
  });
});
