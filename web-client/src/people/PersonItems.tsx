/** The part of a menu that is about a person. */
import { Ban, MessageCircle } from 'lucide-react';
import { useText } from '@/i18n';
import { MenuItem } from '@/ui/menu/Menu';
import { usePersonActions } from './use-person-actions';

interface Props {
  userId: string;
  /** The channel in which the person is met. */
  here?: string;
}

export function PersonItems({ userId, here }: Props) {
  const text = useText();
  const { write, block, unblock } = usePersonActions(userId, here);
  return (
    <>
      {write !== null && (
        <MenuItem text={text('person.write')} icon={<MessageCircle aria-hidden="true" />} onAction={write} />
      )}
      {block !== null && (
        <MenuItem
          text={text('person.block')}
          tone="danger"
          icon={<Ban aria-hidden="true" />}
          onAction={block}
        />
      )}
      {unblock !== null && (
        <MenuItem text={text('person.unblock')} icon={<Ban aria-hidden="true" />} onAction={unblock} />
      )}
    </>
  );
}
