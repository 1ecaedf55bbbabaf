/** Confirms the removal of a user from a group. */
import { useClient } from '@/client/context';
import { removeFromGroup } from '@/gateway/dms';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useDmName } from '@/store/dms/selectors';
import { type DmEntity, useDisplayName } from '@/store/selectors';
import { ConfirmDialog } from '@/ui/dialog/Dialog';

interface Props {
  channel: DmEntity;
  userId: string;
  onClose: () => void;
}

export function RemoveUser({ channel, userId, onClose }: Props) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  const group = useDmName(channel.id);
  const name = useDisplayName(undefined, userId);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={text('dms.remove')}
      question={text('dms.remove.question', { name, group })}
      action={text('dms.remove.submit')}
      onConfirm={() => removeFromGroup(client, channel.id, userId)}
      failure={failure}
    />
  );
}
