/** Confirms leaving a group: only a member can add the user again. */
import { useClient } from '@/client/context';
import { useAway } from '@/features/dms/use-away';
import { closeDm } from '@/gateway/dms';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useDmName } from '@/store/dms/selectors';
import { type DmEntity, useMe } from '@/store/selectors';
import { ConfirmDialog } from '@/ui/dialog/Dialog';
import { showToast } from '@/ui/toast/toast';

interface Props {
  channel: DmEntity;
  onClose: () => void;
}

export function LeaveGroup({ channel, onClose }: Props) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  const name = useDmName(channel.id);
  const owns = useMe()?.id === channel.owner_id && channel.recipientIds.length > 0;
  const away = useAway();
  const leave = async () => {
    await closeDm(client, channel.id);
    showToast({ text: text('dms.left', { name }) });
    await away(channel.id);
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={text('dms.leave')}
      question={text(owns ? 'dms.leave.owner' : 'dms.leave.question', { name })}
      action={text('dms.leave.submit')}
      onConfirm={leave}
      failure={failure}
    />
  );
}
