/** Alt and the arrows: through the channels of the guild, with Shift only through unread ones. */
import { useNavigate } from '@tanstack/react-router';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { isUnread, useChannelGroups } from '@/store/selectors';

/** The next one that fits, going round at the ends. */
export function nextOf(
  ids: readonly string[],
  current: string | undefined,
  by: 1 | -1,
  fits: (id: string) => boolean,
) {
  const at = current === undefined ? -1 : ids.indexOf(current);
  const start = at === -1 && by === -1 ? 0 : at;
  for (let step = 1; step <= ids.length; step += 1) {
    const id = ids[(start + by * step + ids.length * 2) % ids.length];
    if (id !== undefined && id !== current && fits(id)) return id;
  }
  return undefined;
}

export function useChannelKeys(guildId: string, current: string | undefined): void {
  const navigate = useNavigate();
  const ids = useChannelGroups(guildId).flatMap(({ channels }) => channels.map(({ id }) => id));
  const go = (by: 1 | -1, fits: (id: string) => boolean) => {
    const channelId = nextOf(ids, current, by, fits);
    if (channelId !== undefined)
      void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId } });
  };
  useShortcuts({
    'channel.previous': () => go(-1, () => true),
    'channel.next': () => go(1, () => true),
    'unread.previous': () => go(-1, isUnread),
    'unread.next': () => go(1, isUnread),
  });
}
