/**
 * The living connection: socket, protocol, batching and store put together. One for the whole page.
 *
 * Events reach the store in batches and in order. When the connection comes back everything it replayed is in the
 * store before anyone is told that it is online, so that nothing confirmed by the replay is sent again.
 */

import type { Message } from '@/api/gen';
import { forgetSession, keepUser, renewToken, validToken } from '@/api/session';
import { onTokenChange } from '@/api/token';
import { store } from '@/store';
import { nextTypingEnd, sweptTyping } from '@/store/channels/typing';
import { newNonce } from '@/store/outbox/nonce';
import type { Connection } from '@/store/state';
import { afterEvents, tellOfEvents } from './after-events';
import { applied } from './handlers';
import { EventQueue } from './queue';
import { RequestLost, Requests } from './requests';
import { GatewaySession } from './session';
import { GatewaySocket, gatewayUrl } from './socket';
import { type Dispatch, frameText, Op, SEARCH_NONCE } from './types';

/** How long before its end the access token is renewed; one that lives shortly, after half of its life. */
const RENEW_BEFORE_MS = 60_000;

const MOST_FOUND = 10;
const LOOK_UP_MS = 2_000;

const requests = new Requests();
const queue = new EventQueue<Dispatch>(apply);
const onlineListeners = new Set<() => void>();
let typingTimer: ReturnType<typeof setTimeout> | undefined;
let renewTimer: ReturnType<typeof setTimeout> | undefined;
let running = false;

const socket = new GatewaySocket(gatewayUrl, {
  opened: () => session.opened(),
  received: (text) => session.received(text),
  closed: (code, retryAt) => {
    session.closed(code);
    requests.loseAll();
    if (running) setConnection({ phase: 'reconnecting', retryAt });
  },
});

const session = new GatewaySession({
  send: (frame) => socket.send(frameText(frame)),
  reconnect: (code) => socket.restart(code),
  stop: (reason) => {
    disconnectGateway();
    if (reason === 'signed-out') forgetSession();
    else setConnection({ phase: reason, retryAt: null });
  },
  token: async (renew) => {
    if (renew) await renewToken();
    return validToken();
  },
  dispatch: (event) => queue.push(event),
  online: () => {
    socket.settled();
    queue.flush();
    setConnection({ phase: 'online', retryAt: null });
    for (const listener of onlineListeners) listener();
  },
  result: (result) => requests.answer(result),
});

/** Connects and stays connected until `disconnectGateway`. */
export function connectGateway(): void {
  if (running) return;
  running = true;
  setConnection({ phase: 'connecting', retryAt: null });
  socket.start();
  onTokenChange(scheduleRenewal);
  globalThis.addEventListener('online', checkNow);
  document.addEventListener('visibilitychange', checkNow);
}

export function disconnectGateway(): void {
  running = false;
  clearTimeout(typingTimer);
  clearTimeout(renewTimer);
  onTokenChange(() => {});
  globalThis.removeEventListener('online', checkNow);
  document.removeEventListener('visibilitychange', checkNow);
  socket.stop();
  session.forget();
  queue.clear();
  requests.loseAll();
  setConnection({ phase: 'idle', retryAt: null });
}

/** Does not wait for the next attempt. */
export function retryNow(): void {
  const { phase } = store.getState().connection;
  if (phase === 'reconnecting') socket.start();
  else if (phase === 'replaced' || phase === 'refused') connectGateway();
}

export function onOnline(listener: () => void): () => void {
  onlineListeners.add(listener);
  return () => onlineListeners.delete(listener);
}

export const isOnline = (): boolean => running && session.isOnline;

/** A request that is answered; the nonce is sent with it. Rejects with ApiError or RequestLost. */
export function request(
  op: number,
  body: { nonce: string; [key: string]: unknown },
): Promise<Message | null> {
  if (!isOnline()) return Promise.reject(new RequestLost());
  const answer = requests.wait(body.nonce);
  socket.send(frameText({ op, d: body }));
  return answer;
}

/** Something that is not answered; lost without harm when offline. */
export function tell(op: number, body: Record<string, unknown>): void {
  if (isOnline()) socket.send(frameText({ op, d: body }));
}

/** Members of one guild whose name begins so, once they are in the store, or have not come for a while. */
export function lookUpMembers(guildId: string, query: string): Promise<void> {
  const nonce = `${SEARCH_NONCE}${newNonce()}`;
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, LOOK_UP_MS);
    const stop = afterEvents((events) => {
      const isAnswer = ({ name, payload }: Dispatch) =>
        name === 'GUILD_MEMBERS_CHUNK' && (payload as { nonce?: unknown } | null)?.nonce === nonce;
      if (events.some(isAnswer)) done();
    });
    tell(Op.requestMembers, { guild_id: guildId, query, limit: MOST_FOUND, presences: true, nonce });
  });
}

export function requestMembers(guildId: string): void {
  if (!isOnline()) return;
  store.setState((state) => ({ ...state, membersLoad: { ...state.membersLoad, [guildId]: 'loading' } }));
  tell(Op.requestMembers, {
    guild_id: guildId,
    query: '',
    limit: 0,
    presences: true,
    nonce: `m${Date.now().toString(36)}`,
  });
}

/** How many guilds are asked for people at once: each question counts against the limit of the gateway. */
const ASKED_GUILDS = 10;
const FOUND_IN_EACH = 20;

/** Asks the guilds whose members are not all known for those whose names begin like this. */
export function searchMembers(query: string): void {
  const { guildOrder, membersLoad } = store.getState();
  const asked = guildOrder.filter((guildId) => membersLoad[guildId] !== 'loaded').slice(0, ASKED_GUILDS);
  for (const guildId of asked) findMembers(guildId, query, FOUND_IN_EACH);
}

/** Members of one guild whose name begins so; those found become known. */
export function findMembers(guildId: string, query: string, limit = MOST_FOUND): void {
  const nonce = `${SEARCH_NONCE}${Date.now().toString(36)}`;
  tell(Op.requestMembers, { guild_id: guildId, query, limit, presences: true, nonce });
}

function apply(events: Dispatch[]): void {
  const now = Date.now();
  const { me: knownMe } = store.getState();
  store.setState((state) => events.reduce((before, event) => applied(before, event, now), state), true);
  const { me } = store.getState();
  if (me !== null && me !== knownMe) keepUser(me);
  scheduleTypingSweep();
  tellOfEvents(events);
}

function scheduleTypingSweep(): void {
  clearTimeout(typingTimer);
  const end = nextTypingEnd(store.getState());
  if (end === null) return;
  typingTimer = setTimeout(
    () => {
      store.setState((state) => sweptTyping(state, Date.now()), true);
      scheduleTypingSweep();
    },
    Math.max(0, end - Date.now()),
  );
}

function scheduleRenewal(expiresAt: number | null): void {
  clearTimeout(renewTimer);
  if (expiresAt === null) return;
  const left = expiresAt - Date.now();
  renewTimer = setTimeout(() => void session.renewToken(), Math.max(1_000, left - RENEW_BEFORE_MS, left / 2));
}

/** The network came back or the tab is looked at again: find out at once whether the connection lives. */
function checkNow(): void {
  if (document.visibilityState === 'hidden') return;
  queue.flush();
  if (session.isOnline) session.probe();
  else retryNow();
}

function setConnection(change: Pick<Connection, 'phase' | 'retryAt'>): void {
  store.setState(({ connection }) => ({
    connection: { ...change, since: connection.phase === change.phase ? connection.since : Date.now() },
  }));
}
