/**
 * The members as lines of one list: those who are here first, by their highest role that is shown apart, then the
 * others, then those who are not here. Each group begins with a heading line.
 */
import type { Role, Status } from '@/api/gen';
import type { MemberInList } from '@/store/selectors';

export type Row =
  | { kind: 'heading'; key: string; role: Role | null; here: boolean; count: number }
  | { kind: 'member'; key: string; member: MemberInList };

export function toRows(
  members: readonly MemberInList[],
  roles: readonly Role[],
  statusOf: (userId: string) => Status,
): readonly Row[] {
  const shownApart = roles.filter((role) => role.hoist);
  const groups = new Map<string, { role: Role | null; here: boolean; members: MemberInList[] }>();
  for (const role of shownApart) groups.set(role.id, { role, here: true, members: [] });
  groups.set('here', { role: null, here: true, members: [] });
  groups.set('away', { role: null, here: false, members: [] });

  for (const one of members) {
    const here = statusOf(one.user.id) !== 'offline';
    const role = here ? shownApart.find(({ id }) => one.member.roles.includes(id)) : undefined;
    groups.get(role?.id ?? (here ? 'here' : 'away'))?.members.push(one);
  }
  return [...groups].flatMap(([key, { role, here, members: inGroup }]): Row[] =>
    inGroup.length === 0
      ? []
      : [
          { kind: 'heading', key, role, here, count: inGroup.length },
          ...inGroup.map((member): Row => ({ kind: 'member', key: `${key}-${member.user.id}`, member })),
        ],
  );
}
