/** New messages as they are received live, for notifications. */
import type { Message } from '@/api/gen';
import type { Client } from '@/client/client';
import { readMessage } from '@/store/messages/normalise';
import { id, object } from '@/store/normalise';
import { afterEvents } from './after-events';

export interface ReceivedMessage {
  message: Message;
  /** Undefined in a DM. */
  guildId: string | undefined;
}

/** Each new message once it is in the store; a batch at a time. */
export function onMessages(
  client: Client,
  listener: (received: readonly ReceivedMessage[]) => void,
): () => void {
  return afterEvents(client, (events) => {
    const received = events.flatMap(({ name, payload }) => {
      const message = name === 'MESSAGE_CREATE' ? readMessage(payload) : null;
      return message === null ? [] : [{ message, guildId: id(object(payload)?.guild_id) ?? undefined }];
    });
    if (received.length > 0) listener(received);
  });
}
