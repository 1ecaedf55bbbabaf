import { aMember, aUser } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { displayName, type MemberInList } from '@/store/selectors';
import { completed, completionAt, matching, toggledMarks } from './completions';

function person(username: string, name: string): MemberInList {
  const user = aUser(username, { global_name: name });
  const { user: _, ...member } = aMember(user);
  return { user, member: { ...member, userId: user.id }, name: displayName(user) };
}

describe('completing a mention', () => {
  it('begins at the @ before the caret and not inside a word', () => {
    expect(completionAt('привіт @ол', 10)).toEqual({ from: 7, query: 'ол' });
    expect(completionAt('@', 1)).toEqual({ from: 0, query: '' });
    expect(completionAt('box@olena', 9)).toBeNull();
    expect(completionAt('@olena привіт', 13)).toBeNull();
  });

  it('finds by name and user name, in any case and with any apostrophe', () => {
    const people = [person('marya', 'Мар’яна'), person('olena', 'Олена'), person('solomiya', 'Соломія')];
    expect(matching(people, "МАР'Я").map((one) => one.user.username)).toEqual(['marya']);
    expect(matching(people, 'ol').map((one) => one.user.username)).toEqual(['olena', 'solomiya']);
  });

  it('puts the user name and the caret in their places', () => {
    expect(completed('привіт @ол як', { from: 7, query: 'ол' }, 'olena')).toEqual({
      content: 'привіт @olena як',
      caret: 14,
    });
  });
});

describe('marks', () => {
  it('go round the selection and away again', () => {
    const bold = toggledMarks('слово тут', 0, 5, '**');
    expect(bold).toEqual({ content: '**слово** тут', start: 2, end: 7 });
    expect(toggledMarks(bold.content, bold.start, bold.end, '**').content).toBe('слово тут');
  });
});
