/**
 * Where the line of new messages is. It stays where it was when the channel was opened, until the reader leaves,
 * presses Esc, or marks another message; messages that arrive while the window is unfocused get it before the first of
 * them.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useClient } from '@/client/context';
import { isNewerId } from '@/lib/ids';
import { useHeldUnread } from '@/store/read-states/held-unread';
import { type ChannelLog, readUpToNow, unreadAfter, useMe } from '@/store/selectors';
import { isAttended } from './attended';
import { firstUnread } from './items';

export interface NewLine {
  /** The message below the line. */
  id: string | null;
  /** Up to where the channel was read when it was opened; undefined when there was nothing new. */
  readUpTo: string | undefined;
  clear: () => void;
}

/** `followed`: the reader is at the end. */
export function useNewLine(channelId: string, log: ChannelLog, followed: RefObject<boolean>): NewLine {
  const client = useClient();
  const me = useMe();
  const [line, setLine] = useState<{ id: string | null; readUpTo: string | undefined }>(() => ({
    id: null,
    readUpTo: unreadAfter(client, channelId),
  }));

  if (line.id === null && line.readUpTo !== undefined && log.loaded && !log.stale) {
    const id = firstUnread(log, me, line.readUpTo);
    if (id !== null) setLine({ ...line, id });
  }
  const held = useHeldUnread(channelId);
  if (held !== null && held !== line.id) setLine({ id: held, readUpTo: readUpToNow(client, channelId) });

  const arrivals = useRef({ last: '0', atEnd: false });
  const { rows, atEnd } = log;
  useEffect(() => {
    const before = arrivals.current;
    const last = rows.at(-1)?.message.id ?? '0';
    arrivals.current = { last, atEnd };
    const hasCome = before.atEnd && atEnd && isNewerId(last, before.last);
    if (!hasCome || (isAttended() && followed.current)) return;
    const readUpTo = readUpToNow(client, channelId);
    const id = firstUnread({ ...log, rows }, me, readUpTo);
    // What was unread before already has its line.
    if (id !== null && isNewerId(id, before.last)) setLine({ id, readUpTo });
  }, [channelId, rows, atEnd, log, me, followed, client]);

  return { ...line, clear: () => setLine({ id: null, readUpTo: undefined }) };
}
