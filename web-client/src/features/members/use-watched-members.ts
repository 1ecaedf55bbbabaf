/**
 * Subscribes to the visible rows while the list is on the screen: again after a reconnect, at once for
 * another channel, and for other rows when scrolling stops.
 */
import { useCallback, useEffect, useRef } from 'react';
import { useClient } from '@/client/context';
import { unwatchMembers, watchMembers } from '@/gateway';
import type { Range } from '@/store/members/list';
import { useChannel, useConnection } from '@/store/selectors';
import { FIRST_RANGES, rangesAround, sameRanges } from './ranges';

/** How long the list must rest before other rows are requested. */
const REST_MS = 120;

/** Returns a function to call with the rows in view. */
export function useWatchedMembers(guildId: string, channelId: string): (first: number, last: number) => void {
  const client = useClient();
  const { phase } = useConnection();
  const known = useChannel(channelId)?.guild_id === guildId;
  const ready = phase === 'online' && known;
  const ranges = useRef<readonly Range[]>(FIRST_RANGES);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (ready) watchMembers(client, guildId, channelId, ranges.current, true);
    return () => clearTimeout(timer.current);
  }, [ready, guildId, channelId, client]);

  useEffect(() => () => unwatchMembers(client), [client]);

  return useCallback(
    (first, last) => {
      const wanted = rangesAround(first, last);
      if (!ready || sameRanges(wanted, ranges.current)) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        ranges.current = wanted;
        watchMembers(client, guildId, channelId, wanted);
      }, REST_MS);
    },
    [ready, guildId, channelId, client],
  );
}
