/** The icons of system messages. */
import { ImageUp, type LucideIcon, PencilLine, UserMinus, UserPlus } from 'lucide-react';
import type { Message } from '@/api/gen';
import { ADDED, JOINED, NEW_ICON, REMOVED, RENAMED } from '@/store/messages/kinds';

const ICONS: Record<number, LucideIcon> = {
  [ADDED]: UserPlus,
  [REMOVED]: UserMinus,
  [RENAMED]: PencilLine,
  [NEW_ICON]: ImageUp,
  [JOINED]: UserPlus,
};

export const systemIcon = (message: Message): LucideIcon | undefined => ICONS[message.type];
