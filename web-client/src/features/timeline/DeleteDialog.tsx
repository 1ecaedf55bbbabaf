/** Asks before a message is deleted for everyone. */
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { deleteMessage } from '@/gateway';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { ConfirmDialog } from '@/ui/dialog/Dialog';

interface Props {
  isOpen: boolean;
  message: Message | null;
  onClose: () => void;
}

export function DeleteDialog({ isOpen, message, onClose }: Props) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={text('timeline.delete.title')}
      question={text('timeline.delete.question')}
      action={text('timeline.delete')}
      onConfirm={async () => {
        if (message !== null) await deleteMessage(client, message.channel_id, message.id);
      }}
      failure={failure}
    />
  );
}
