/** What the rest of the client may do: go live and stop, and act on messages over the gateway or, without it, HTTP. */
import * as api from '@/api';
import { clearStore, store } from '@/store';
import { forgetRecentPlaces } from '@/store/channels/recent';
import { forgetDrafts } from '@/store/drafts/drafts';
import { forgetEdits } from '@/store/drafts/edits';
import { forgetLostDrafts, lookForLostDrafts } from '@/store/drafts/lost';
import { withLog } from '@/store/entities';
import { toWire, unknownNames } from '@/store/mentions/mentions';
import { mentionNames } from '@/store/mentions/names';
import { removed, updated } from '@/store/messages/channel-log';
import { readMessage } from '@/store/normalise';
import { newNonce } from '@/store/outbox/nonce';
import { Outbox } from '@/store/outbox/outbox';
import { forgetOutbox, outboxStorage } from '@/store/outbox/storage';
import { releaseUnread } from '@/store/read-states/held-unread';
import { afterEvents } from './after-events';
import {
  connectGateway,
  disconnectGateway,
  isOnline,
  lookUpMembers,
  onOnline,
  request,
  tell,
} from './connection';
import { startIdle, stopIdle } from './idle';
import { keepLastKnown } from './last-known';
import { endMutesInTime } from './notification-settings';
import { forgetUntold, keepUntold, tellRead } from './reading';
import { RequestLost } from './requests';
import { Op } from './types';

export { findMembers, requestMembers, retryNow, searchMembers } from './connection';
export { type HeardMessage, onMessages } from './heard';
export { forgetLastKnown, showLastKnown } from './last-known';
export { unwatchMembers, watchMembers } from './member-list';
export { changeNotifications } from './notification-settings';
export { markChannelRead, markGuildRead, markRead, markUnreadFrom } from './reading';
export { changeSettings } from './settings';

const HTTP_TIMEOUT_MS = 15_000;
const MOST_LOOKED_UP = 5;
let outbox: Outbox | null = null;
let stops: readonly (() => void)[] = [];

/** Signed in: connects, and sends what an earlier visit could not. */
export function startLive(userId: string): void {
  if (outbox !== null) return;
  outbox = new Outbox(
    {
      getState: store.getState,
      setState: (change) => store.setState(change, true),
      subscribe: store.subscribe,
    },
    {
      online: isOnline,
      send: (channelId, body) => request(Op.messageSend, { ...body, channel_id: channelId }),
      complete: withNamesFound,
      post: async (channelId, body) =>
        (await api.createMessage({ path: { channel_id: channelId }, body, ...httpOptions() })).data,
    },
    outboxStorage(userId),
  );
  onOnline(wakeOutbox);
  onOnline(tellRead);
  globalThis.addEventListener('pagehide', tellRead);
  stops = [afterEvents(keepUntold), endMutesInTime(), watchLostDrafts(), keepLastKnown(userId)];
  startIdle();
  connectGateway();
  void outbox.restore();
}

/** Channels come and go by these; what was refused may be of one that is gone. */
const CHANNELS_CHANGE = /^(READY|GUILD_(CREATE|DELETE)|CHANNEL_(CREATE|DELETE))$/;

function watchLostDrafts(): () => void {
  const ignore = afterEvents((events) => {
    if (events.some(({ name }) => CHANNELS_CHANGE.test(name))) lookForLostDrafts();
  });
  const unsubscribe = store.subscribe((state, before) => {
    if (state.outbox !== before.outbox) lookForLostDrafts();
  });
  return () => {
    ignore();
    unsubscribe();
    forgetLostDrafts();
  };
}

/** Names of members who were not known while it was written are asked for. */
async function withNamesFound(channelId: string, content: string): Promise<string> {
  const guildId = store.getState().channels[channelId]?.guild_id;
  if (guildId === undefined || store.getState().membersLoad[guildId] === 'loaded' || !isOnline())
    return content;
  const unknown = unknownNames(content, mentionNames(store.getState(), channelId)).slice(0, MOST_LOOKED_UP);
  if (unknown.length === 0) return content;
  await Promise.all(unknown.map((name) => lookUpMembers(guildId, name)));
  return toWire(content, mentionNames(store.getState(), channelId));
}

/** Signed out: disconnects and forgets everything but what is kept on the device. */
export function stopLive(): void {
  outbox?.stop();
  outbox = null;
  for (const stop of stops) stop();
  globalThis.removeEventListener('pagehide', tellRead);
  forgetUntold();
  stopIdle();
  disconnectGateway();
  clearStore();
}

/** The person left on purpose: what they wrote and did not send is nobody's business on this device any more. */
export async function forgetDevice(userId: string): Promise<void> {
  forgetDrafts(userId);
  forgetEdits(userId);
  forgetRecentPlaces();
  await forgetOutbox(userId);
}

/** Puts the message on its way and returns its nonce; it is on the screen at once. */
export function sendMessage(
  channelId: string,
  content: string,
  replyTo: api.Message | null = null,
): string | null {
  releaseUnread(channelId);
  return outbox?.send(channelId, content, replyTo) ?? null;
}

export function retrySend(channelId: string, nonce: string): void {
  outbox?.retry(channelId, nonce);
}

export function sendWithoutReply(channelId: string, nonce: string): void {
  outbox?.retryWithoutReply(channelId, nonce);
}

/** Drops a message that is not sent and gives its text back. */
export function dropSend(channelId: string, nonce: string): string | null {
  return outbox?.drop(channelId, nonce) ?? null;
}

export async function editMessage(channelId: string, messageId: string, content: string): Promise<void> {
  const answer = await overEither(
    () =>
      request(Op.messageEdit, { nonce: newNonce(), channel_id: channelId, message_id: messageId, content }),
    () =>
      api.editMessage({
        path: { channel_id: channelId, message_id: messageId },
        body: { content },
        ...httpOptions(),
      }),
  );
  const message = readMessage(answer);
  if (message !== null) {
    store.setState((state) => withLog(state, channelId, (log) => updated(log, message)), true);
  }
}

export async function deleteMessage(channelId: string, messageId: string): Promise<void> {
  await overEither(
    () => request(Op.messageDelete, { nonce: newNonce(), channel_id: channelId, message_id: messageId }),
    () => api.deleteMessage({ path: { channel_id: channelId, message_id: messageId }, ...httpOptions() }),
  );
  store.setState((state) => withLog(state, channelId, (log) => removed(log, messageId)), true);
}

/** Tells the channel that the person is typing. */
export function sendTyping(channelId: string): void {
  tell(Op.typing, { channel_id: channelId });
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

function wakeOutbox(): void {
  outbox?.wake();
}
