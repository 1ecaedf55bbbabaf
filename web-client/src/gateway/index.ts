/**
 * The gateway's interface for the rest of the client: going live and stopping, and acting on messages over the gateway
 * or, without it, HTTP.
 */
import * as api from '@/api';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { clearStore } from '@/store';
import { forgetRecentPlaces } from '@/store/channels/recent';
import { forgetDrafts } from '@/store/drafts/drafts';
import { forgetEdits } from '@/store/drafts/edits';
import { forgetLostDrafts, lookForLostDrafts } from '@/store/drafts/lost';
import { withLog } from '@/store/entities';
import { toWire, unknownNames } from '@/store/mentions/mentions';
import { mentionNames } from '@/store/mentions/names';
import { removed, updated } from '@/store/messages/channel-log';
import { readMessage } from '@/store/messages/normalise';
import { newNonce } from '@/store/outbox/nonce';
import { Outbox } from '@/store/outbox/outbox';
import { forgetOutbox, outboxStorage } from '@/store/outbox/storage';
import { releaseUnread } from '@/store/read-states/held-unread';
import { afterEvents } from './after-events';
import { connectGateway, disconnectGateway, isOnline, onOnline, request, sendFrame } from './connection';
import { startIdle } from './idle';
import { storeLastKnown } from './last-known';
import { lookUpMembers } from './member-requests';
import { endMutesInTime } from './notification-settings';
import { forgetUnsent, reapplyUnsent, sendReads } from './reading';
import { RequestLost } from './requests';
import { Op } from './types';

export { retryNow } from './connection';
export { forgetLastKnown, showLastKnown } from './last-known';
export { unwatchMembers, watchMembers } from './member-list';
export { findMembers, requestMembers, searchMembers } from './member-requests';
export { changeNotifications } from './notification-settings';
export { markChannelRead, markGuildRead, markRead, markUnreadFrom } from './reading';
export { onMessages, type ReceivedMessage } from './received';
export { changeSettings } from './settings';

const HTTP_TIMEOUT_MS = 15_000;
const MOST_LOOKED_UP = 5;
const live = perClient(() => ({ outbox: null as Outbox | null, stops: [] as readonly (() => void)[] }));

/** Signed in: connects, and sends what an earlier visit could not. */
export async function startLive(client: Client, userId: string): Promise<void> {
  const handlers = await client.loadEventHandlers();
  if (live(client).outbox !== null) return;
  const outbox = new Outbox(
    {
      getState: client.store.getState,
      setState: (change) => client.store.setState(change, true),
      subscribe: client.store.subscribe,
    },
    {
      online: () => isOnline(client),
      send: (channelId, body) => request(client, Op.messageSend, { ...body, channel_id: channelId }),
      complete: (channelId, content) => withNamesFound(client, channelId, content),
      post: async (channelId, body) =>
        (
          await api.createMessage({
            client: httpOf(client),
            path: { channel_id: channelId },
            body,
            ...httpOptions(),
          })
        ).data,
    },
    outboxStorage(client, userId),
  );
  live(client).outbox = outbox;
  const onHide = () => sendReads(client);
  globalThis.addEventListener('pagehide', onHide);
  live(client).stops = [
    onOnline(client, () => outbox.wake()),
    onOnline(client, () => sendReads(client)),
    () => globalThis.removeEventListener('pagehide', onHide),
    afterEvents(client, () => reapplyUnsent(client)),
    endMutesInTime(client),
    watchLostDrafts(client),
    storeLastKnown(client, userId),
    startIdle(client),
  ];
  connectGateway(client, handlers);
  void outbox.restore();
}

/** Channels appear and disappear with these events; a refused message may belong to one that is gone. */
const CHANNELS_CHANGE = /^(READY|GUILD_(CREATE|DELETE)|CHANNEL_(CREATE|DELETE))$/;

function watchLostDrafts(client: Client): () => void {
  const ignore = afterEvents(client, (events) => {
    if (events.some(({ name }) => CHANNELS_CHANGE.test(name))) lookForLostDrafts(client);
  });
  const unsubscribe = client.store.subscribe((state, before) => {
    if (state.outbox !== before.outbox) lookForLostDrafts(client);
  });
  return () => {
    ignore();
    unsubscribe();
    forgetLostDrafts(client);
  };
}

/** Resolves names of members who were unknown while the text was written. */
async function withNamesFound(client: Client, channelId: string, content: string): Promise<string> {
  const guildId = client.store.getState().channels[channelId]?.guild_id;
  if (guildId === undefined || client.store.getState().membersLoad[guildId] === 'loaded' || !isOnline(client))
    return content;
  const unknown = unknownNames(content, mentionNames(client.store.getState(), channelId)).slice(
    0,
    MOST_LOOKED_UP,
  );
  if (unknown.length === 0) return content;
  await Promise.all(unknown.map((name) => lookUpMembers(client, guildId, name)));
  return toWire(content, mentionNames(client.store.getState(), channelId));
}

/** Signed out: disconnects and clears everything but what is stored on the device. */
export function stopLive(client: Client): void {
  live(client).outbox?.stop();
  live(client).outbox = null;
  for (const stop of live(client).stops) stop();
  live(client).stops = [];
  forgetUnsent(client);
  disconnectGateway(client);
  clearStore(client);
}

/** The user left on purpose: removes their unsent text from this device. */
export async function forgetDevice(client: Client, userId: string): Promise<void> {
  forgetDrafts(client, userId);
  forgetEdits(client, userId);
  forgetRecentPlaces(client);
  await forgetOutbox(client, userId);
}

/** Puts the message on its way and returns its nonce; it is on the screen at once. */
export function sendMessage(
  client: Client,
  channelId: string,
  content: string,
  replyTo: api.Message | null = null,
): string | null {
  releaseUnread(client, channelId);
  return live(client).outbox?.send(channelId, content, replyTo) ?? null;
}

export function retrySend(client: Client, channelId: string, nonce: string): void {
  live(client).outbox?.retry(channelId, nonce);
}

export function sendWithoutReply(client: Client, channelId: string, nonce: string): void {
  live(client).outbox?.retryWithoutReply(channelId, nonce);
}

/** Drops a message that is not sent and gives its text back. */
export function dropSend(client: Client, channelId: string, nonce: string): string | null {
  return live(client).outbox?.drop(channelId, nonce) ?? null;
}

export async function editMessage(
  client: Client,
  channelId: string,
  messageId: string,
  content: string,
): Promise<void> {
  const answer = await overEither(
    () =>
      request(client, Op.messageEdit, {
        nonce: newNonce(),
        channel_id: channelId,
        message_id: messageId,
        content,
      }),
    () =>
      api.editMessage({
        client: httpOf(client),
        path: { channel_id: channelId, message_id: messageId },
        body: { content },
        ...httpOptions(),
      }),
  );
  const message = readMessage(answer);
  if (message !== null) {
    client.store.setState((state) => withLog(state, channelId, (log) => updated(log, message)), true);
  }
}

export async function deleteMessage(client: Client, channelId: string, messageId: string): Promise<void> {
  await overEither(
    () =>
      request(client, Op.messageDelete, { nonce: newNonce(), channel_id: channelId, message_id: messageId }),
    () =>
      api.deleteMessage({
        client: httpOf(client),
        path: { channel_id: channelId, message_id: messageId },
        ...httpOptions(),
      }),
  );
  client.store.setState((state) => withLog(state, channelId, (log) => removed(log, messageId)), true);
}

/** Sends the typing indicator. */
export function sendTyping(client: Client, channelId: string): void {
  sendFrame(client, Op.typing, { channel_id: channelId });
}

/** Editing and deleting twice is the same as once, so a lost request is repeated over HTTP. */
async function overEither(
  overGateway: () => Promise<api.Message | null>,
  overHttp: () => Promise<{ data?: unknown }>,
): Promise<unknown> {
  try {
    return await overGateway();
  } catch (thrown) {
    if (!(thrown instanceof RequestLost)) throw thrown;
    return (await overHttp()).data;
  }
}

function httpOptions(): { throwOnError: true; signal: AbortSignal } {
  return { throwOnError: true, signal: AbortSignal.timeout(HTTP_TIMEOUT_MS) };
}
