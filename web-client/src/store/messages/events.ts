/** Applies a message that exists, whichever arrives first: the event or the response to the send. */
import type { Message } from '@/api/gen';
import { isNewerId } from '@/lib/ids';
import { withLastMessage } from '@/store/dms/dms';
import { withChannel, withLog } from '@/store/entities';
import { withoutPending } from '@/store/outbox/state';
import type { State } from '@/store/state';
import { created } from './channel-log';

/** The row of an own message that waits under this nonce becomes the message. */
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
