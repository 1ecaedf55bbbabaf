/** The icons of system messages. */
import { ImageUp, type LucideIcon, PencilLine, Pin, UserMinus, UserPlus } from 'lucide-react';
import type { Message } from '@/api/gen';
import { ADDED, JOINED, NEW_ICON, PINNED, REMOVED, RENAMED } from '@/store/messages/kinds';

const ICONS: Record<number, LucideIcon> = {
  [ADDED]: UserPlus,
  [REMOVED]: UserMinus,
  [RENAMED]: PencilLine,
  [NEW_ICON]: ImageUp,
  [PINNED]: Pin,
  [JOINED]: UserPlus,
};

export const systemIcon = (message: Message): LucideIcon | undefined => ICONS[message.type];
