/** The outbox's view of the connection, and the body of a message. */
import type { CreateMessage, Message } from '@/api/gen';
import type { Id, PendingMessage } from '@/store/state';

export interface Transport {
  /** Whether the gateway accepts requests now. */
  online(): boolean;
  /** Over the gateway; rejects with ApiError, or with any other error if no response arrived. */
  send(channelId: Id, body: CreateMessage & { nonce: string }): Promise<Message | null>;
  /** The text with names of users who were unknown when it was written. */
  complete(channelId: Id, content: string): Promise<string>;
  /** Over HTTP. */
  post(channelId: Id, body: CreateMessage & { nonce: string }): Promise<Message>;
}

export function bodyOf({
  content,
  nonce,
  replyTo,
  channelId,
}: PendingMessage): CreateMessage & { nonce: string } {
  // Over HTTP a nonce is enforced only on request; over the gateway it always is.
  const body = { content, nonce, enforce_nonce: true };
  return replyTo === null
    ? body
    : { ...body, message_reference: { message_id: replyTo.id, channel_id: channelId } };
}
