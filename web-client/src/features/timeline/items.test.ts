import { aMessage, aUser, currentUser, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import type { Message } from '@/api/gen';
import { idAt } from '@/lib/ids';
import { emptyLog } from '@/store/messages/channel-log';
import type { ChannelLog, PendingMessage } from '@/store/selectors';
import { firstUnread, toItems } from './items';

const olena = aUser('olena');
const taras = aUser('taras');
const me = currentUser(olena);
const channelId = nextId();
const at = (day: number, hour: number, minute: number) => new Date(2026, 4, day, hour, minute);
const says = (author: typeof olena, time: Date, more: Partial<Message> = {}) =>
  aMessage(channelId, author, 'текст', { id: idAt(time), ...more });
const logOf = (messages: Message[], more: Partial<ChannelLog> = {}): ChannelLog => ({
  ...emptyLog,
  rows: messages.map((message) => ({ key: message.id, message })),
  loaded: true,
  atStart: true,
  atEnd: true,
  ...more,
});
const grouped = (messages: Message[]) => toItems(logOf(messages), [], me, null).map((item) => item.grouped);

describe('the rows of a log', () => {
  it('continue the same author within seven minutes', () => {
    const rows = [
      says(taras, at(1, 10, 0)),
      says(taras, at(1, 10, 6)),
      says(taras, at(1, 10, 14)),
      says(olena, at(1, 10, 15)),
    ];
    expect(grouped(rows)).toEqual([false, true, false, false]);
  });

  it('begin anew with a reply and with a day', () => {
    const first = says(taras, at(1, 23, 58));
    const reply = says(taras, at(1, 23, 59), { type: 19, referenced_message: first });
    const midnight = says(taras, at(2, 0, 1));
    expect(grouped([first, reply, midnight])).toEqual([false, false, false]);
    expect(toItems(logOf([first, reply, midnight]), [], me, null).map((item) => item.newDay)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('do not claim that a day begins where the window does', () => {
    expect(toItems(logOf([says(taras, at(1, 10, 0))], { atStart: false }), [], me, null)[0]?.newDay).toBe(
      false,
    );
  });

  it('draw the line of the unread before the first message of somebody else', () => {
    const [read, own, others] = [
      says(taras, at(1, 10, 0)),
      says(olena, at(1, 10, 1)),
      says(taras, at(1, 10, 2)),
    ];
    const log = logOf([read, own, others]);
    expect(firstUnread(log, me, read.id)).toBe(others.id);
    expect(firstUnread(log, me, others.id)).toBeNull();
    expect(firstUnread({ ...log, atStart: false }, me, '1')).toBeNull();
    expect(toItems(log, [], me, others.id).map((item) => item.firstNew)).toEqual([false, false, true]);
  });

  it('end with what is not sent yet, and only at the end of the channel', () => {
    const pending: PendingMessage = {
      nonce: 'n1',
      channelId,
      content: 'ще ні',
      replyTo: null,
      createdAt: at(1, 10, 1).getTime(),
      state: 'queued',
      retryAt: null,
      failure: null,
      losses: 0,
    };
    const log = logOf([says(olena, at(1, 10, 0))]);
    expect(toItems(log, [pending], me, null).map((item) => [item.key, item.grouped])).toEqual([
      [log.rows[0]?.key, false],
      ['n1', true],
    ]);
    expect(toItems({ ...log, atEnd: false }, [pending], me, null)).toHaveLength(1);
  });
});
