/** Adds users to a group, or creates a group with the other user of a DM. */
import { useNavigate } from '@tanstack/react-router';
import { useClient } from '@/client/context';
import { MOST_OTHERS } from '@/features/dms/limits';
import { addToGroup, openDm } from '@/gateway/dms';
import { useText } from '@/i18n';
import { isGroup, useDmName } from '@/store/dms/selectors';
import type { DmEntity } from '@/store/selectors';
import { PickingForm } from './PickingForm';

interface Props {
  channel: DmEntity;
  onClose: () => void;
}

export function AddUsers({ channel, onClose }: Props) {
  const client = useClient();
  const text = useText();
  const navigate = useNavigate();
  const name = useDmName(channel.id);
  const group = isGroup(channel);

  const onPicked = async (userIds: readonly string[]) => {
    if (group) {
      for (const userId of userIds) await addToGroup(client, channel.id, userId);
      return;
    }
    const channelId = await openDm(client, [...channel.recipientIds, ...userIds]);
    await navigate({ to: '/dm/$channelId', params: { channelId } });
  };

  return (
    <PickingForm
      title={text(group ? 'dms.add' : 'dms.makeGroup')}
      words={text(group ? 'dms.add.words' : 'dms.makeGroup.words', { name })}
      action={() => text(group ? 'dms.add.submit' : 'dms.new.group')}
      most={MOST_OTHERS - channel.recipientIds.length}
      without={channel.recipientIds}
      onPicked={onPicked}
      onClose={onClose}
    />
  );
}
