/** Applies events of messages. */
import type { Message } from '@/api/gen';
import { isNewerId } from '@/lib/ids';
import { withoutTyping } from '@/store/channels/typing';
import { withLastMessage } from '@/store/dms/dms';
import { withChannel, withLog, withMembers, withUsers } from '@/store/entities';
import type { Payload, SomeHandlers } from '@/store/events';
import { readPartialMember } from '@/store/members/normalise';
import { each, id, object } from '@/store/normalise';
import { withoutPending } from '@/store/outbox/state';
import { withMessageCounted } from '@/store/read-states/reading';
import type { State } from '@/store/state';
import { readUser } from '@/store/users/normalise';
import { changed, created, removed } from './channel-log';
import { edited, readMessage } from './normalise';

export const messageHandlers = {
  MESSAGE_CREATE: (state, payload) => {
    const message = readMessage(payload);
    if (message === null) return state;
    const next = withoutTyping(withMessageAuthor(state, payload), message.channel_id, message.author.id);
    const counted = withMessageCounted(next, message, id(payload.guild_id));
    return withCreatedMessage(counted, message);
  },
  MESSAGE_UPDATE: (state, payload) => {
    const message = readMessage(payload);
    return message === null
      ? state
      : withLog(state, message.channel_id, (log) =>
          changed(log, message.id, (known) => edited(known, message)),
        );
  },
  MESSAGE_DELETE: (state, payload) => {
    const channelId = id(payload.channel_id);
    const messageId = id(payload.id);
    if (channelId === null || messageId === null) return state;
    const next = withLastMessageOf(state, channelId, payload);
    return withLog(next, channelId, (log) => removed(log, messageId));
  },
  MESSAGE_DELETE_BULK: (state, payload) => {
    const channelId = id(payload.channel_id);
    if (channelId === null) return state;
    const next = withLastMessageOf(state, channelId, payload);
    return withLog(next, channelId, (log) => each(payload.ids, id).reduce(removed, log));
  },
} satisfies SomeHandlers;

/** A message that exists, whichever arrives first: the event or the response to the send. The row of an own message that waits under this nonce becomes the message. */
export function withCreatedMessage(state: State, message: Message, nonce = message.nonce): State {
  const own = nonce !== undefined && message.author.id === state.me?.id;
  const sent = own ? withoutPending(state, message.channel_id, nonce) : state;
  const logged = withLog(sent, message.channel_id, (log) => created(log, message, own ? nonce : undefined));
  if (message.channel_id in logged.dms) return withLastMessage(logged, message.channel_id, message.id);
  const channel = logged.channels[message.channel_id];
  const last = channel?.last_message_id;
  if (channel === undefined || (typeof last === 'string' && !isNewerId(message.id, last))) return logged;
  return withChannel(logged, { ...channel, last_message_id: message.id });
}

/** After a deletion the channel may end earlier. */
function withLastMessageOf(state: State, channelId: string, payload: object): State {
  const extras = object((payload as { chatspace?: unknown }).chatspace);
  if (extras === null || !('last_message_id' in extras)) return state;
  const last_message_id = id(extras.last_message_id);
  const channel = state.channels[channelId];
  if (channel !== undefined) return withChannel(state, { ...channel, last_message_id });
  const dm = state.dms[channelId];
  if (dm === undefined) return state;
  const changed = { ...dm, last_message_id };
  return { ...state, dms: { ...state.dms, [channelId]: changed } };
}

/** The author as the message shows them; an unknown member becomes known. */
function withMessageAuthor(state: State, payload: Payload<'MESSAGE_CREATE'>): State {
  const author = readUser(payload.author);
  const guildId = id(payload.guild_id);
  const member = readPartialMember(payload.member);
  if (author === null) return state;
  if (guildId === null || member === null || state.guilds[guildId] === undefined) {
    return withUsers(state, [author]);
  }
  return withMembers(state, guildId, [{ ...member, user: author }]);
}
