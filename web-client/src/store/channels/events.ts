/** Applies events of channels, and of typing in them. */
import { withChannel, withMembers, withoutChannel } from '@/store/entities';
import type { Payload, SomeHandlers } from '@/store/events';
import { readMember } from '@/store/members/normalise';
import { id } from '@/store/normalise';
import { withoutMarks } from '@/store/read-states/reading';
import type { State } from '@/store/state';
import { readChannel } from './normalise';
import { withTyping } from './typing';

export const channelHandlers = {
  CHANNEL_CREATE: withReadChannel,
  CHANNEL_UPDATE: withReadChannel,
  CHANNEL_DELETE: (state, payload) => {
    const channelId = id(payload.id);
    if (channelId === null) return state;
    return withoutMarks(withoutChannel(state, channelId), [channelId]);
  },
  TYPING_START: (state, payload, now) => {
    const channelId = id(payload.channel_id);
    const userId = id(payload.user_id);
    if (channelId === null || userId === null || userId === state.me?.id) return state;
    const guildId = id(payload.guild_id);
    const member = readMember(payload.member);
    const known = guildId === null || member === null ? state : withMembers(state, guildId, [member]);
    return withTyping(known, channelId, userId, now);
  },
} satisfies SomeHandlers;

function withReadChannel(state: State, payload: Payload<'CHANNEL_CREATE'>): State {
  const channel = readChannel(payload);
  if (channel === null || state.guilds[channel.guild_id] === undefined) return state;
  // Messages decide which is last; a channel update may be older.
  const known = state.channels[channel.id];
  const { last_message_id } = known ?? channel;
  return withChannel(state, { ...channel, last_message_id });
}
