/** Fetches what a channel shows when it opens, and again what has become old or could not be had. */
import { useEffect, useRef, useState } from 'react';
import { useClient } from '@/client/context';
import { behaviour } from '@/lib/behaviour';
import { composerStateOf } from '@/store/composer/composer-state';
import { openLog, retryLoad } from '@/store/messages/history';
import { type ChannelLog, useConnection, useLastKnown } from '@/store/selectors';

/** `toFirstAfter` jumps to the first message after the last one read. Returns whether there is a jump. */
export function useOpening(
  channelId: string,
  log: ChannelLog,
  readUpTo: string | undefined,
  toFirstAfter: (id: string) => void,
): boolean {
  const client = useClient();
  const { phase } = useConnection();
  const [atUnread] = useState(
    () => behaviour.getState().opening === 'unread' && composerStateOf(client, channelId).jump === null,
  );
  /** Where the channel opens, until it has. */
  const opens = useRef(atUnread ? readUpTo : undefined);
  const failed = log.failed !== null;
  const needed = !log.loaded || log.stale;
  /** The server has spoken: before that there is nothing to fetch. */
  const isLive = useLastKnown() === null;

  useEffect(() => {
    if (!isLive) return;
    const unread = opens.current;
    opens.current = undefined;
    if (unread !== undefined) toFirstAfter(unread);
    else if (needed && !failed) void openLog(client, channelId);
  }, [channelId, isLive, needed, failed, toFirstAfter, client]);

  // Retries once after reconnecting what failed while offline.
  const failedNow = useRef(failed);
  useEffect(() => {
    failedNow.current = failed;
  }, [failed]);
  useEffect(() => {
    if (phase === 'online' && failedNow.current) void retryLoad(client, channelId);
  }, [channelId, phase, client]);

  return atUnread;
}
