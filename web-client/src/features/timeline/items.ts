/**
 * The rows of the log: its messages and, at the end, unsent ones. Each item says whether a day or the new messages
 * begin with it, and whether it continues the row above.
 */

import type { CurrentUser, Message } from '@/api/gen';
import { isNewerId, timeOfId } from '@/lib/ids';
import { isOrdinary, isReply, REPLY } from '@/store/messages/kinds';
import { NO_PARTS } from '@/store/messages/normalise';
import type { ChannelLog, PendingMessage } from '@/store/selectors';

export interface Item {
  key: string;
  message: Message;
  pending: PendingMessage | null;
  /** Continues the row above: same author, same day, soon after, no reply. */
  grouped: boolean;
  /** The first message of the channel. */
  start: boolean;
  /** A day begins with this row. */
  newDay: boolean;
  /** The first message that was not read when the channel was opened. */
  firstNew: boolean;
}

const GROUP_WITHIN_MS = 7 * 60_000;

const madeFrom = new WeakMap<PendingMessage, Message>();

/** A message that is not sent yet, in the shape of one that is. */
function asMessage(pending: PendingMessage, me: CurrentUser, lead: number): Message {
  const known = madeFrom.get(pending);
  if (known !== undefined) return known;
  const message: Message = {
    ...NO_PARTS,
    id: pending.nonce,
    type: pending.replyTo === null ? 0 : REPLY,
    content: pending.content,
    channel_id: pending.channelId,
    author: me,
    mention_everyone: false,
    pinned: false,
    tts: false,
    timestamp: new Date(pending.createdAt + lead).toISOString(),
    edited_timestamp: null,
    flags: 0,
    ...(pending.replyTo !== null && { referenced_message: pending.replyTo }),
  };
  madeFrom.set(pending, message);
  return message;
}

export function timeOf(message: Message): Date {
  const time = new Date(message.timestamp);
  return Number.isNaN(time.getTime()) ? timeOfId(message.id) : time;
}

function continues(message: Message, above: Message | undefined, newDay: boolean): boolean {
  if (above === undefined || newDay || above.author.id !== message.author.id || isReply(message))
    return false;
  if (!isOrdinary(message) || !isOrdinary(above)) return false;
  return timeOf(message).getTime() - timeOf(above).getTime() < GROUP_WITHIN_MS;
}

/**
 * The first message by others after `readUpTo`, where the line of new messages goes; null when all is read or when it
 * lies before the window.
 */
export function firstUnread(
  log: ChannelLog,
  me: CurrentUser | null,
  readUpTo: string | undefined,
): string | null {
  if (readUpTo === undefined) return null;
  const index = log.rows.findIndex((row) => isNewerId(row.message.id, readUpTo));
  if (index === -1 || (index === 0 && !log.atStart)) return null;
  return log.rows.slice(index).find((row) => row.message.author.id !== me?.id)?.message.id ?? null;
}

/** How much is new from the line on, as far as it is here, and since when. */
export function unreadIn(
  log: ChannelLog,
  me: CurrentUser | null,
  line: { id: string | null; readUpTo: string | undefined },
): { count: number; more: boolean; since: Date } {
  const from = line.id === null ? -1 : log.rows.findIndex(({ message }) => message.id === line.id);
  const rows =
    from === -1
      ? log.rows.filter((row) => isNewerId(row.message.id, line.readUpTo ?? '0'))
      : log.rows.slice(from);
  const count = rows.filter(({ message }) => message.author.id !== me?.id).length + log.missed;
  const first = rows[0]?.message;
  const isWhole = from !== -1 || (first !== undefined && first.id !== log.rows[0]?.message.id);
  const since = isWhole && first !== undefined ? timeOf(first) : timeOfId(line.readUpTo ?? line.id ?? '0');
  return { count, more: !isWhole || !log.atEnd, since };
}

/** `lead` is how far this device is behind the server, by whose time a message that is not sent yet is shown. */
export function toItems(
  log: ChannelLog,
  pending: readonly PendingMessage[],
  me: CurrentUser | null,
  firstNew: string | null,
  lead = 0,
): readonly Item[] {
  const items: Item[] = [];
  let above: Message | undefined;
  const add = (key: string, message: Message, waiting: PendingMessage | null) => {
    const newDay = above !== undefined && timeOf(above).toDateString() !== timeOf(message).toDateString();
    const isFirstNew = message.id === firstNew;
    const grouped = !isFirstNew && continues(message, above, newDay);
    items.push({
      key,
      message,
      pending: waiting,
      grouped,
      newDay: newDay || (above === undefined && log.atStart),
      firstNew: isFirstNew,
      start: above === undefined && log.atStart,
    });
    above = message;
  };
  for (const row of log.rows) add(row.key, row.message, null);
  if (log.atEnd && me !== null) for (const one of pending) add(one.nonce, asMessage(one, me, lead), one);
  return items;
}
