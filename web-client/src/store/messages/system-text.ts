/** What the server has written in a channel, in words: who came and went, what was changed. */
import type { Message } from '@/api/gen';
import type { Text } from '@/i18n';

/** The types of such messages. */
export const ADDED = 1;
export const REMOVED = 2;
export const RENAMED = 4;
export const NEW_ICON = 5;
export const JOINED = 7;

const TYPES: readonly number[] = [ADDED, REMOVED, RENAMED, NEW_ICON, JOINED];

export const isSystem = (message: Message): boolean => TYPES.includes(message.type);

/** `person` is the one it happened to, where that is not the author. */
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
    case JOINED:
      return text('timeline.joined', { author });
    default:
      return message.content;
  }
}
