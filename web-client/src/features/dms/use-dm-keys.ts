/** The shortcuts that move through the DMs. */
import { useNavigate } from '@tanstack/react-router';
import { useChannelWalk } from '@/keyboard/use-channel-walk';
import { useDms } from '@/store/dms/selectors';

export function useDmKeys(current: string | undefined): void {
  const navigate = useNavigate();
  const ids = useDms().map(({ id }) => id);
  useChannelWalk(ids, current, (channelId) => {
    void navigate({ to: '/dm/$channelId', params: { channelId } });
  });
}
