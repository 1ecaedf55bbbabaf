/** Completing `@name` at the caret from those who are there. Pure: the field and the list are elsewhere. */
import type { NamedUser } from '@/store/selectors';

export interface Completion {
  /** Where the `@` stands. */
  from: number;
  query: string;
}

const AT_CARET = /(?:^|[\s(])@([^\s@]{0,32})$/u;
export const MAX_COMPLETIONS = 8;

/** What is being completed before the caret, if anything. */
export function completionAt(content: string, caret: number): Completion | null {
  const query = AT_CARET.exec(content.slice(0, caret))?.[1];
  return query === undefined ? null : { from: caret - query.length - 1, query };
}

/** Case and the kinds of apostrophe make no difference. */
const folded = (text: string): string => text.toLocaleLowerCase().replace(/[’ʼ`]/g, "'");

/** Those whose name or user name begins with the query come first, then those who contain it. */
export function matching(members: readonly NamedUser[], query: string): readonly NamedUser[] {
  const wanted = folded(query);
  const begins: NamedUser[] = [];
  const contains: NamedUser[] = [];
  for (const member of members) {
    const names = [folded(member.name), folded(member.user.username)];
    if (names.some((name) => name.startsWith(wanted))) begins.push(member);
    else if (names.some((name) => name.includes(wanted))) contains.push(member);
  }
  return [...begins, ...contains].slice(0, MAX_COMPLETIONS);
}

/** The text with the completion taken, and where the caret goes. */
export function completed(
  content: string,
  { from, query }: Completion,
  username: string,
): { content: string; caret: number } {
  const mention = `@${username} `;
  const rest = content.slice(from + 1 + query.length).replace(/^ /, '');
  return { content: content.slice(0, from) + mention + rest, caret: from + mention.length };
}

/** Puts marks round the selection, or takes them away when they are there. */
export function toggledMarks(
  content: string,
  start: number,
  end: number,
  mark: string,
): { content: string; start: number; end: number } {
  const before = content.slice(0, start);
  const selected = content.slice(start, end);
  const after = content.slice(end);
  if (before.endsWith(mark) && after.startsWith(mark)) {
    const shorter = before.slice(0, -mark.length);
    return {
      content: shorter + selected + after.slice(mark.length),
      start: start - mark.length,
      end: end - mark.length,
    };
  }
  return {
    content: before + mark + selected + mark + after,
    start: start + mark.length,
    end: end + mark.length,
  };
}
