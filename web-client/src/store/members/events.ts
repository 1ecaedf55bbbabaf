/** Applies events of members, and of the member list in view. */
import * as entities from '@/store/entities';
import type { Payload, SomeHandlers } from '@/store/events';
import { each, id, object, text } from '@/store/normalise';
import type { State } from '@/store/state';
import { readPresence, readUser } from '@/store/users/normalise';
import { withListedMembers } from './listed';
import { readMember } from './normalise';

/** How the nonce of a question for some members begins: its answer is not the whole list. */
export const SEARCH_NONCE = 's';

export const memberHandlers = {
  GUILD_MEMBER_ADD: (state, payload) => {
    const next = withReadMember(state, payload);
    const guildId = id(payload.guild_id);
    return next === state || guildId === null ? next : entities.withMemberCount(next, guildId, 1);
  },
  GUILD_MEMBER_UPDATE: withReadMember,
  GUILD_MEMBER_REMOVE: (state, payload) => {
    const guildId = id(payload.guild_id);
    const userId = id(object(payload.user)?.id);
    if (guildId === null || userId === null) return state;
    const next = entities.withMemberCount(entities.withoutMember(state, guildId, userId), guildId, -1);
    // A deleted account is renamed, or rather anonymised.
    const user = readUser(payload.user);
    return user === null || user.username === '' ? next : entities.withUsers(next, [user]);
  },
  GUILD_MEMBERS_CHUNK: (state, payload) => {
    const guildId = id(payload.guild_id);
    if (guildId === null || state.guilds[guildId] === undefined) return state;
    const next = entities.withMembers(state, guildId, each(payload.members, readMember));
    const isSearch = text(payload.nonce).startsWith(SEARCH_NONCE);
    const complete = !isSearch && Number(payload.chunk_index) + 1 >= Number(payload.chunk_count);
    const present = entities.withPresences(next, each(payload.presences, readPresence));
    return complete ? { ...present, membersLoad: { ...present.membersLoad, [guildId]: 'loaded' } } : present;
  },
  CHATSPACE_MEMBER_LIST_UPDATE: withListedMembers,
} satisfies SomeHandlers;

function withReadMember(state: State, payload: Payload<'GUILD_MEMBER_ADD'>): State {
  const guildId = id(payload.guild_id);
  const member = readMember(payload);
  if (guildId === null || member === null || state.guilds[guildId] === undefined) return state;
  return entities.withMembers(state, guildId, [member]);
}
