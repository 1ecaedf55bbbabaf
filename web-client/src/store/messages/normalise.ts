/** Reads messages. */
import type { Message } from '@/api/gen';
import { each, id, type Loose, list, name, number, object, text, texts, time } from '@/store/normalise';
import { readUser } from '@/store/users/normalise';
import { readReactions } from './reactions';

/** What a message has besides its author, place and text, while it has none of it. */
export const NO_PARTS = {
  attachments: [],
  embeds: [],
  mentions: [],
  mention_roles: [],
  components: [],
  reactions: [],
} satisfies Partial<Message>;

/** The limit for the parts of one message. */
const MAX_PARTS = 200;
const parts = (value: unknown): unknown[] => list(value).slice(0, MAX_PARTS);

function readAttachment(value: unknown): Message['attachments'][number] | null {
  const raw = object(value);
  if (raw === null) return null;
  return {
    ...(raw as unknown as Message['attachments'][number]),
    id: name(raw.id),
    filename: name(raw.filename),
    url: text(raw.url),
  };
}

/** A referenced message is read without its own reference. */
export function readMessage(value: unknown): Message | null {
  const raw = object(value);
  const message = raw === null ? null : readOne(raw);
  if (raw === null || message === null || raw.referenced_message === undefined) return message;
  const referenced = object(raw.referenced_message);
  return { ...message, referenced_message: referenced === null ? null : readOne(referenced) };
}

function readOne(raw: Loose): Message | null {
  const author = readUser(raw.author);
  const messageId = id(raw.id);
  const channelId = id(raw.channel_id);
  if (author === null || messageId === null || channelId === null) return null;
  const { referenced_message: _, nonce, message_reference: reference, ...rest } = raw;
  const answered = id(object(reference)?.message_id);
  return {
    ...(rest as unknown as Message),
    id: messageId,
    channel_id: channelId,
    author,
    type: number(raw.type),
    flags: number(raw.flags),
    content: text(raw.content),
    timestamp: time(raw.timestamp),
    edited_timestamp: time(raw.edited_timestamp) || null,
    attachments: each(parts(raw.attachments), readAttachment),
    embeds: each(parts(raw.embeds), object),
    mentions: each(parts(raw.mentions), readUser),
    mention_roles: texts(raw.mention_roles).slice(0, MAX_PARTS),
    mention_everyone: raw.mention_everyone === true,
    reactions: readReactions(parts(raw.reactions)),
    ...((typeof nonce === 'string' || typeof nonce === 'number') && { nonce: name(String(nonce)) }),
    ...(answered !== null && {
      message_reference: {
        ...(object(reference) as Message['message_reference'] & object),
        message_id: answered,
      },
    }),
  };
}

/** The message after an edit. Its event leaves out what changes by events of its own. */
export const edited = (known: Message, message: Message): Message => ({
  ...message,
  reactions: known.reactions,
});
