/** Fetches pages of messages into the logs. One fetch a channel at a time; a newer one replaces an older one. */
import { listMessages } from '@/api';
import type { Message } from '@/api/gen';
import { httpOf } from '@/api/http';
import type { Client } from '@/client/client';
import { isNewerId } from '@/lib/ids';
import { withLog, withOpenedLog, withUsers } from '@/store/entities';
import { each } from '@/store/normalise';
import {
  type ChannelLog,
  emptyLog,
  loadFailed,
  loadStarted,
  type PageKind,
  pageLoaded,
  trimmedEnd,
  trimmedStart,
} from './channel-log';
import { readMessage } from './normalise';

export const PAGE_SIZE = 50;

const logOf = (client: Client, channelId: string): ChannelLog =>
  client.store.getState().logs[channelId] ?? emptyLog;

/**
 * The channel is looked at: its newest messages are fetched unless they are here and not stale. With `readUpTo`, those
 * around the last one that was read.
 */
export function openLog(client: Client, channelId: string, readUpTo?: string): Promise<void> {
  client.store.setState((state) => withOpenedLog(state, channelId), true);
  const log = logOf(client, channelId);
  if (log.load !== null) return Promise.resolve();
  if (readUpTo !== undefined && (!log.loaded || !reaches(log, readUpTo)))
    return loadAround(client, channelId, readUpTo);
  if (log.loaded && !log.stale) return Promise.resolve();
  return loadLatest(client, channelId);
}

/** Whether the window includes everything after this message. */
export const reaches = ({ rows, atStart, stale }: ChannelLog, id: string): boolean =>
  !stale && (atStart || (rows[0] !== undefined && !isNewerId(rows[0].message.id, id)));

/** The channel is left: only the newest messages that fit off-screen are retained. */
export function closeLog(client: Client, channelId: string): void {
  client.store.setState((state) => withLog(state, channelId, (log) => trimmedStart(log)), true);
}

export const loadLatest = (client: Client, channelId: string): Promise<void> =>
  load(client, channelId, 'latest');

/** The reader nears the start. Failed loads are not retried by scrolling: that is up to `retryLoad`. */
export function loadOlder(client: Client, channelId: string): Promise<void> {
  return logOf(client, channelId).failed === null ? older(client, channelId) : Promise.resolve();
}

/** The reader nears the end of the window. */
export function loadNewer(client: Client, channelId: string): Promise<void> {
  return logOf(client, channelId).failed === null ? newer(client, channelId) : Promise.resolve();
}

function older(client: Client, channelId: string): Promise<void> {
  const { rows, atStart, load: current, stale } = logOf(client, channelId);
  const before = rows[0]?.message.id;
  if (atStart || stale || current !== null || before === undefined) return Promise.resolve();
  return load(client, channelId, 'older', { before });
}

function newer(client: Client, channelId: string): Promise<void> {
  const { rows, atEnd, load: current, stale } = logOf(client, channelId);
  const after = rows.at(-1)?.message.id;
  if (atEnd || stale || current !== null || after === undefined) return Promise.resolve();
  return load(client, channelId, 'newer', { after });
}

/** No message has the id 0, by which everything is unread. */
export const loadAround = (client: Client, channelId: string, messageId: string): Promise<void> =>
  load(client, channelId, 'around', { around: messageId === '0' ? '1' : messageId });

/** The same fetch that failed, again. */
export function retryLoad(client: Client, channelId: string): Promise<void> {
  const { failed } = logOf(client, channelId);
  if (failed === 'older') return older(client, channelId);
  if (failed === 'newer') return newer(client, channelId);
  return failed === null ? Promise.resolve() : loadLatest(client, channelId);
}

/** Drops rows far from the reader. A change of its own, apart from the page that made the window too long. */
export function trimLog(client: Client, channelId: string, end: 'start' | 'end', keep: number): void {
  const trim = end === 'start' ? trimmedStart : trimmedEnd;
  client.store.setState((state) => withLog(state, channelId, (log) => trim(log, keep)), true);
}

async function load(
  client: Client,
  channelId: string,
  kind: PageKind,
  anchor: { before?: string; after?: string; around?: string } = {},
): Promise<void> {
  client.store.setState(
    (state) => withLog(withOpenedLog(state, channelId), channelId, (log) => loadStarted(log, kind)),
    true,
  );
  const ticket = logOf(client, channelId).load?.ticket;
  if (ticket === undefined) return;
  try {
    const { data } = await listMessages({
      client: httpOf(client),
      path: { channel_id: channelId },
      query: { limit: PAGE_SIZE, ...anchor },
      throwOnError: true,
    });
    const messages = each(data, readMessage);
    // Damaged messages are skipped, but they count: a page with one is still a full page.
    const missing = Math.max(0, (Array.isArray(data) ? data.length : 0) - messages.length);
    client.store.setState((state) => {
      const known = withUsers(state, authorsOf(messages));
      return withLog(known, channelId, (log) =>
        pageLoaded(log, { ticket, messages, limit: PAGE_SIZE - missing, around: anchor.around }),
      );
    }, true);
  } catch {
    client.store.setState((state) => withLog(state, channelId, (log) => loadFailed(log, ticket)), true);
  }
}

const authorsOf = (messages: readonly Message[]) =>
  messages.flatMap(({ author, mentions }) => [author, ...mentions]);
