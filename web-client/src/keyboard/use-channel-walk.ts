/** Alt and the arrows: through a list of channels, with Shift only through unread ones. */
import { useClient } from '@/client/context';
import { hasMentions, isUnread } from '@/store/selectors';
import { nextOf } from './next-of';
import { useShortcuts } from './use-shortcuts';

export function useChannelWalk(
  ids: readonly string[],
  current: string | undefined,
  open: (channelId: string) => void,
): void {
  const client = useClient();
  const go = (by: 1 | -1, fits: (id: string) => boolean) => {
    const next = nextOf(ids, current, by, fits);
    if (next !== undefined) open(next);
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
