/** The shortcuts that move through the channels of a guild. */
import { useNavigate } from '@tanstack/react-router';
import { useChannelWalk } from '@/keyboard/use-channel-walk';
import { useChannelGroups } from '@/store/selectors';

export function useChannelKeys(guildId: string, current: string | undefined): void {
  const navigate = useNavigate();
  const ids = useChannelGroups(guildId).flatMap(({ channels }) => channels.map(({ id }) => id));
  useChannelWalk(ids, current, (channelId) => {
    void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId } });
  });
}
