/** The part of a menu that is about a person. */
import { Ban, MessageCircle } from 'lucide-react';
import { useText } from '@/i18n';
import type { Action } from '@/ui/menu/actions';
import { useUserActions } from './use-user-actions';

/** `here` is the channel in which the person is met. */
export function useUserItems(userId: string, here?: string): readonly Action[] {
  const text = useText();
  const { write, block, unblock } = useUserActions(userId, here);
  const items: Action[] = [];
  if (write !== null)
    items.push({
      id: 'write',
      text: text('person.write'),
      icon: <MessageCircle aria-hidden="true" />,
      needsConnection: true,
      run: write,
    });
  if (block !== null)
    items.push({
      id: 'block',
      text: text('person.block'),
      icon: <Ban aria-hidden="true" />,
      tone: 'danger',
      needsConnection: true,
      run: block,
    });
  if (unblock !== null)
    items.push({
      id: 'unblock',
      text: text('person.unblock'),
      icon: <Ban aria-hidden="true" />,
      needsConnection: true,
      run: unblock,
    });
  return items;
}
