/** Asks before leaving a group: only somebody in it can bring one back. */
import { closeConversation } from '@/gateway/direct';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { usePrivateName } from '@/store/dms/selectors';
import { type PrivateChannelEntity, useMe } from '@/store/selectors';
import { ConfirmDialog } from '@/ui/dialog/Dialog';
import { showToast } from '@/ui/toast/toast';
import { useAway } from '../use-away';

interface Props {
  channel: PrivateChannelEntity;
  onClose: () => void;
}

export function LeaveGroup({ channel, onClose }: Props) {
  const text = useText();
  const failure = useFailureText();
  const name = usePrivateName(channel.id);
  const owns = useMe()?.id === channel.owner_id && channel.recipientIds.length > 0;
  const away = useAway();
  const leave = async () => {
    await closeConversation(channel.id);
    showToast({ text: text('direct.left', { name }) });
    await away(channel.id);
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={text('direct.leave')}
      question={text(owns ? 'direct.leave.owner' : 'direct.leave.question', { name })}
      action={text('direct.leave.submit')}
      onConfirm={leave}
      failure={failure}
    />
  );
}
