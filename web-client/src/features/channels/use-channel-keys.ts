/** Alt and the arrows: through the channels of the guild, with Shift only through unread ones. */
import { useNavigate } from '@tanstack/react-router';
import { useClient } from '@/client/context';
import { nextOf } from '@/keyboard/next-of';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { hasMentions, isUnread, useChannelGroups } from '@/store/selectors';

export function useChannelKeys(guildId: string, current: string | undefined): void {
  const client = useClient();
  const navigate = useNavigate();
  const ids = useChannelGroups(guildId).flatMap(({ channels }) => channels.map(({ id }) => id));
  const go = (by: 1 | -1, fits: (id: string) => boolean) => {
    const channelId = nextOf(ids, current, by, fits);
    if (channelId !== undefined)
      void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId } });
  };
  const isUnreadHere = (id: string) => isUnread(client, id);
  const isMentioned = (id: string) => hasMentions(client, id);
  useShortcuts({
    'channel.previous': () => go(-1, () => true),
    'channel.next': () => go(1, () => true),
    'unread.previous': () => go(-1, isUnreadHere),
    'unread.next': () => go(1, isUnreadHere),
    'mention.previous': () => go(-1, isMentioned),
    'mention.next': () => go(1, isMentioned),
  });
}
