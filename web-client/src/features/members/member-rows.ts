/**
 * The member list as rows: each group begins with a heading, and rows that have not loaded yet are gaps of the same
 * height.
 */
import type { MemberList } from '@/store/members/list';
import type { Id } from '@/store/state';

export type Row =
  | { kind: 'heading'; key: string; groupId: string; count: number }
  | { kind: 'member'; key: string; userId: Id }
  | { kind: 'gap'; key: string };

export function toRows({ groups, rows }: Pick<MemberList, 'groups' | 'rows'>): readonly Row[] {
  const lines: Row[] = [];
  for (const group of groups) {
    lines.push({ kind: 'heading', key: `group-${group.id}`, groupId: group.id, count: group.count });
    const end = lines.length + group.rows;
    while (lines.length < end) {
      const userId = rows[lines.length];
      lines.push(
        userId === undefined
          ? { kind: 'gap', key: `gap-${lines.length}` }
          : { kind: 'member', key: userId, userId },
      );
    }
  }
  return lines;
}
