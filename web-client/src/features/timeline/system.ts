/** What the system says in a conversation: who came and went, what was changed. */
import { ImageUp, type LucideIcon, PencilLine, UserMinus, UserPlus } from 'lucide-react';
import type { Message } from '@/api/gen';
import type { Text } from '@/i18n';

const ADDED = 1;
const REMOVED = 2;
const RENAMED = 4;
const NEW_ICON = 5;
const JOINED = 7;

const ICONS: Record<number, LucideIcon> = {
  [ADDED]: UserPlus,
  [REMOVED]: UserMinus,
  [RENAMED]: PencilLine,
  [NEW_ICON]: ImageUp,
  [JOINED]: UserPlus,
};

export const systemIcon = (message: Message): LucideIcon | undefined => ICONS[message.type];

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
