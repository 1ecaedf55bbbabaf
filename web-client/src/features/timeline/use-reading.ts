/**
 * Tracks reading: the visible rows, how many messages arrived below them, and what counts as read. A message is read
 * once it was visible in a focused window, together with all before it, unless the reader has marked the channel as
 * unread.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '@/client/context';
import { markChannelRead, markRead } from '@/gateway';
import { compareIds, isNewerId } from '@/lib/ids';
import { closeLog, trimLog } from '@/store/messages/history';
import { isHeld, releaseUnread } from '@/store/read-states/held-unread';
import { type ChannelLog, readUpToNow, unreadAfter } from '@/store/selectors';
import { isAttended } from './attended';
import type { Item } from './items';
import type { View } from './VirtualLog';

/** Rows held while the channel is open; the list is shortened at the far end beyond it. */
const OPEN_ROWS = 2_000;

/** Where the unread messages out of view begin: at their first message, or only after the visible ones. */
export type Overlooked = 'nothing' | 'first' | 'rest';

export interface Reading {
  atBottom: boolean;
  unseen: number;
  overlooked: Overlooked;
  onView: (view: View) => void;
  markAllRead: () => void;
}

export function useReading(channelId: string, log: ChannelLog, items: readonly Item[]): Reading {
  const client = useClient();
  const [atBottom, setAtBottom] = useState(true);
  const [overlooked, setOverlooked] = useState<Overlooked>('nothing');
  /** The newest message that was in view at the end. */
  const [seen, setSeen] = useState<string | null>(null);
  const view = useRef<View | null>(null);
  /** Everything was read at the end, and the reader has stayed: arriving messages are read as they pass. */
  const following = useRef(isAttended() && unreadAfter(client, channelId) === undefined);
  const latest = useRef({ log, items });
  latest.current = { log, items };

  const note = useCallback(() => {
    if (view.current === null) return;
    const { first, last, overlooks } = readable(view.current, latest.current, readUpToNow(client, channelId));
    setOverlooked(overlooks);
    const end = latest.current.log.rows.at(-1)?.message.id;
    const atEnd = view.current.atBottom && latest.current.log.atEnd;
    if (atEnd && end !== undefined) setSeen(end);
    if (!isAttended()) following.current = false;
    if (!isAttended() || isHeld(client, channelId) || last === undefined) return;
    const upTo = following.current && atEnd ? end : first ? last : undefined;
    if (upTo === undefined) return;
    markRead(client, channelId, upTo);
    following.current = atEnd && upTo === end;
    setOverlooked(readable(view.current, latest.current, readUpToNow(client, channelId)).overlooks);
  }, [channelId, client]);

  const onView = useCallback(
    (next: View) => {
      if (!next.atBottom) following.current = false;
      view.current = next;
      setAtBottom(next.atBottom);
      note();
    },
    [note],
  );

  useEffect(() => {
    window.addEventListener('focus', note);
    window.addEventListener('blur', note);
    return () => {
      window.removeEventListener('focus', note);
      window.removeEventListener('blur', note);
    };
  }, [note]);

  useShortLog(channelId, log, atBottom);

  const below = seen === null ? 0 : log.rows.filter((row) => compareIds(row.message.id, seen) > 0).length;
  return {
    atBottom,
    unseen: (log.atEnd ? below : 0) + log.missed,
    overlooked,
    onView,
    markAllRead: useCallback(() => markChannelRead(client, channelId), [channelId, client]),
  };
}

/** What counts as read of the visible rows: up to the last of them, if the first unread message is visible as well. */
function readable(
  { first, last }: View,
  { log, items }: { log: ChannelLog; items: readonly Item[] },
  readUpTo: string,
): { first: boolean; last: string | undefined; overlooks: Overlooked } {
  let sent = last;
  while (items[sent]?.pending) sent -= 1;
  const lastId = items[sent]?.message.id;
  const unread = log.rows.findLastIndex(({ message }) => !isNewerId(message.id, readUpTo)) + 1;
  const isInWindow = unread > 0 || log.atStart;
  const isAll = log.atEnd && lastId === log.rows.at(-1)?.message.id;
  if (unread === log.rows.length) {
    const rest = log.atEnd || log.missed === 0;
    return { first: true, last: lastId, overlooks: rest ? 'nothing' : 'rest' };
  }
  const firstSeen = isInWindow && first <= unread;
  return { first: firstSeen, last: lastId, overlooks: !firstSeen ? 'first' : isAll ? 'nothing' : 'rest' };
}

/** Trimming is a change of its own, at the end out of view. Leaving the channel trims, too. */
function useShortLog(channelId: string, log: ChannelLog, atBottom: boolean): void {
  const client = useClient();
  const tooMany = log.rows.length > OPEN_ROWS;
  useEffect(() => {
    if (tooMany) trimLog(client, channelId, atBottom ? 'start' : 'end', OPEN_ROWS * 0.75);
  }, [channelId, tooMany, atBottom, client]);

  useEffect(
    () => () => {
      releaseUnread(client, channelId);
      closeLog(client, channelId);
    },
    [channelId, client],
  );
}
