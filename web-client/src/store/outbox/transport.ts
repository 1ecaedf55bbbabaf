/** The outbox's view of the connection, and the body of a message. */
import type { CreateMessage, Message } from '@/api/gen';
import type { Id, PendingMessage } from '@/store/state';

export interface Transport {
  /** Whether the gateway takes requests at this moment. */
  online(): boolean;
  /** Over the gateway; rejects with ApiError, or with anything else when no answer came. */
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
  // Over HTTP a nonce counts only if it is said to; over the gateway it always does.
  const body = { content, nonce, enforce_nonce: true };
  return replyTo === null
    ? body
    : { ...body, message_reference: { message_id: replyTo.id, channel_id: channelId } };
}
