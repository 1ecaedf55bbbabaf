/** Asks before a pin is taken away for everyone. */
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { setPinned } from '@/store/messages/pins';
import { ConfirmDialog } from '@/ui/dialog/Dialog';

interface Props {
  isOpen: boolean;
  message: Message;
  onClose: () => void;
  onDone?: () => void;
}

export function UnpinDialog({ isOpen, message, onClose, onDone }: Props) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={text('timeline.unpin.title')}
      question={text('timeline.unpin.question')}
      action={text('timeline.unpin')}
      onConfirm={async () => {
        await setPinned(client, message, false);
        onDone?.();
      }}
      failure={failure}
    />
  );
}
