/** The part of a menu that concerns a user. */
import { Ban, MessageCircle } from 'lucide-react';
import { useText } from '@/i18n';
import type { Action } from '@/ui/menu/actions';
import { useUserActions } from './use-user-actions';

/** `here` is the channel in which the user is shown. */
export function useUserItems(userId: string, here?: string): readonly Action[] {
  const text = useText();
  const { write, block, unblock } = useUserActions(userId, here);
  const items: Action[] = [];
  if (write !== null)
    items.push({
      id: 'write',
      text: text('user.write'),
      icon: <MessageCircle aria-hidden="true" />,
      needsConnection: true,
      run: write,
    });
  if (block !== null)
    items.push({
      id: 'block',
      text: text('user.block'),
      icon: <Ban aria-hidden="true" />,
      tone: 'danger',
      needsConnection: true,
      run: block,
    });
  if (unblock !== null)
    items.push({
      id: 'unblock',
      text: text('user.unblock'),
      icon: <Ban aria-hidden="true" />,
      needsConnection: true,
      run: unblock,
    });
  return items;
}
