/** Pure changes to the roles of a guild. */
import type { Id, Role, State } from '@/store/state';

export function withRole(state: State, guildId: Id, role: Role): State {
  const known = state.roles[guildId];
  return known === undefined
    ? state
    : { ...state, roles: { ...state.roles, [guildId]: { ...known, [role.id]: role } } };
}

export function withoutRole(state: State, guildId: Id, roleId: Id): State {
  const { [roleId]: gone, ...rest } = state.roles[guildId] ?? {};
  return gone === undefined ? state : { ...state, roles: { ...state.roles, [guildId]: rest } };
}
