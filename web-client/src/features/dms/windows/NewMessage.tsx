/** Starts a DM with one user, or a group with several. */
import { useNavigate } from '@tanstack/react-router';
import { useClient } from '@/client/context';
import { MOST_OTHERS } from '@/features/dms/limits';
import { openDm } from '@/gateway/dms';
import { useText } from '@/i18n';
import { PickingForm } from './PickingForm';

export function NewMessage({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const text = useText();
  const navigate = useNavigate();
  return (
    <PickingForm
      title={text('dms.new')}
      words={text('dms.new.words', { count: MOST_OTHERS })}
      action={(count) => text(count > 1 ? 'dms.new.group' : 'dms.new.submit')}
      most={MOST_OTHERS}
      onPicked={async (userIds) => {
        const channelId = await openDm(client, userIds);
        await navigate({ to: '/dm/$channelId', params: { channelId } });
      }}
      onClose={onClose}
    />
  );
}
