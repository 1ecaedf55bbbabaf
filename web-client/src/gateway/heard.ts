/** New messages as they are heard live, for what tells the reader of them. */
import type { Message } from '@/api/gen';
import type { Client } from '@/client/client';
import { id, object, readMessage } from '@/store/normalise';
import { afterEvents } from './after-events';

export interface HeardMessage {
  message: Message;
  /** Missing in a conversation. */
  guildId: string | undefined;
}

/** Each new message once it is in the store; a batch at a time. */
export function onMessages(client: Client, listener: (heard: readonly HeardMessage[]) => void): () => void {
  return afterEvents(client, (events) => {
    const heard = events.flatMap(({ name, payload }) => {
      const message = name === 'MESSAGE_CREATE' ? readMessage(payload) : null;
      return message === null ? [] : [{ message, guildId: id(object(payload)?.guild_id) ?? undefined }];
    });
    if (heard.length > 0) listener(heard);
  });
}
