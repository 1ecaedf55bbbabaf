/** Applies events of guilds and their roles. */
import { readChannel } from '@/store/channels/normalise';
import * as entities from '@/store/entities';
import type { Payload, SomeHandlers } from '@/store/events';
import { readMember } from '@/store/members/normalise';
import { each, id, text } from '@/store/normalise';
import { withFloor, withoutMarks } from '@/store/read-states/reading';
import type { State } from '@/store/state';
import { readPresence } from '@/store/users/normalise';
import { readGuild, readRole } from './normalise';
import { withoutRole, withRole } from './roles';

export const guildHandlers = {
  GUILD_CREATE: (state, payload) => {
    const guild = readGuild(payload);
    if (guild === null) return state;
    const whole = entities.withWholeGuild(state, {
      guild: stripped(guild),
      memberCount: typeof payload.member_count === 'number' ? payload.member_count : 1,
      channels: each(payload.channels, (channel) => readChannel(channel, guild.id)),
      members: each(payload.members, readMember),
    });
    const joined = withFloor(whole, guild.id, text(payload.joined_at));
    return entities.withPresences(joined, each(payload.presences, readPresence));
  },
  GUILD_UPDATE: (state, payload) => {
    const guild = readGuild(payload);
    return guild === null ? state : entities.withGuild(state, guild);
  },
  GUILD_DELETE: (state, payload) => {
    const guildId = id(payload.id);
    if (guildId === null) return state;
    const channels = Object.values(state.channels).filter((channel) => channel.guild_id === guildId);
    const next = entities.withoutGuild(state, guildId);
    return withoutMarks(
      next,
      channels.map(({ id }) => id),
    );
  },
  GUILD_ROLE_CREATE: withReadRole,
  GUILD_ROLE_UPDATE: withReadRole,
  GUILD_ROLE_DELETE: (state, payload) => {
    const [guildId, roleId] = [id(payload.guild_id), id(payload.role_id)];
    return guildId === null || roleId === null ? state : withoutRole(state, guildId, roleId);
  },
  INVITE_CREATE: (state) => state,
  INVITE_DELETE: (state) => state,
} satisfies SomeHandlers;

function withReadRole(state: State, payload: Payload<'GUILD_ROLE_CREATE'>): State {
  const [guildId, role] = [id(payload.guild_id), readRole(payload.role)];
  return guildId === null || role === null ? state : withRole(state, guildId, role);
}

/** The parts of the payload besides the guild itself are stored separately. */
function stripped(guild: ReturnType<typeof readGuild> & object): typeof guild {
  const {
    channels: _,
    members: __,
    presences: ___,
    ...rest
  } = guild as typeof guild & Record<string, unknown>;
  return rest as typeof guild;
}
