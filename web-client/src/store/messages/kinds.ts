/** Message types: those that users and bots write, and system messages. */
import type { Message } from '@/api/gen';
import type { Text } from '@/i18n';

/** Replies to another message. */
export const REPLY = 19;
/** Written by users and bots; the rest are system messages. */
const ORDINARY_TYPES = [0, REPLY, 20];

/** System messages: joins, leaves, pins and changes. */
export const ADDED = 1;
export const REMOVED = 2;
export const RENAMED = 4;
export const NEW_ICON = 5;
export const PINNED = 6;
export const JOINED = 7;

export const isReply = (message: Message): boolean => message.type === REPLY;
export const isOrdinary = (message: Message): boolean => ORDINARY_TYPES.includes(message.type);

/** `person` is the affected user, where that is not the author. */
export function systemText(message: Message, author: string, person: string, text: Text): string {
  switch (message.type) {
    case ADDED:
      return text('timeline.group.added', { author, person });
    case REMOVED:
      return message.mentions[0]?.id === message.author.id
        ? text('timeline.group.left', { author })
        : text('timeline.group.removed', { author, person });
    case RENAMED:
      return message.content === ''
        ? text('timeline.group.unnamed', { author })
        : text('timeline.group.renamed', { author, name: message.content });
    case NEW_ICON:
      return text('timeline.group.icon', { author });
    case PINNED:
      return text('timeline.pinned', { author });
    case JOINED:
      return text('timeline.joined', { author });
    default:
      return message.content;
  }
}
