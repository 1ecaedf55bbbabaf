/**
 * How far the reader is: whether the end is in view, how many messages came below it, and what counts as read. A
 * message is read when the end was visible in a focused window, unless the reader has marked the channel as unread.
 */
import { useCallback, useEffect, useState } from 'react';
import { markChannelRead, markRead } from '@/gateway';
import { compareIds } from '@/lib/ids';
import { isHeld, releaseUnread } from '@/store/held-unread';
import { closeLog, trimLog } from '@/store/history';
import type { ChannelLog } from '@/store/selectors';

/** Rows held while the channel is open; the list is shortened at the far end beyond it. */
const OPEN_ROWS = 2_000;

export interface Reading {
  atBottom: boolean;
  unseen: number;
  onAtBottom: (atBottom: boolean) => void;
  markAllRead: () => void;
}

export function useReading(channelId: string, log: ChannelLog): Reading {
  const [atBottom, setAtBottom] = useState(true);
  /** The newest message that was in view. */
  const [seen, setSeen] = useState<string | null>(null);
  const last = log.rows.at(-1)?.message.id ?? null;

  const markAllRead = useCallback(() => markChannelRead(channelId), [channelId]);

  const inView = atBottom && log.atEnd;
  useEffect(() => {
    if (!inView || last === null) return;
    setSeen(last);
    const note = () => {
      const isSeen = document.hasFocus() && document.visibilityState === 'visible';
      if (isSeen && !isHeld(channelId)) markRead(channelId, last);
    };
    note();
    window.addEventListener('focus', note);
    return () => window.removeEventListener('focus', note);
  }, [channelId, inView, last]);

  // Shortening is a change of its own, and only of the end nobody looks at.
  const tooMany = log.rows.length > OPEN_ROWS;
  useEffect(() => {
    if (tooMany) trimLog(channelId, atBottom ? 'start' : 'end', OPEN_ROWS * 0.75);
  }, [channelId, tooMany, atBottom]);

  useEffect(
    () => () => {
      releaseUnread(channelId);
      closeLog(channelId);
    },
    [channelId],
  );

  const below = seen === null ? 0 : log.rows.filter((row) => compareIds(row.message.id, seen) > 0).length;
  return {
    atBottom,
    unseen: (log.atEnd ? below : 0) + log.missed,
    onAtBottom: setAtBottom,
    markAllRead,
  };
}
