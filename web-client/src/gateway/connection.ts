/**
 * The live connection of a client: socket, protocol, batching and store put together.
 *
 * Events reach the store in batches and in order. When the connection resumes, everything it replayed is in the store
 * before listeners see it online, so that nothing confirmed by the replay is sent again.
 */
import type { Message } from '@/api/gen';
import { forgetSession, renewToken, storeUser, validToken } from '@/api/session';
import { onTokenChange } from '@/api/token';
import { type Client, perClient } from '@/client/client';
import { nextTypingEnd, sweptTyping } from '@/store/channels/typing';
import type { EventHandlers } from '@/store/events';
import type { Connection } from '@/store/state';
import { publishEvents } from './after-events';
import { applied } from './apply';
import { EventQueue } from './queue';
import { RequestLost, Requests } from './requests';
import { GatewaySession } from './session';
import { GatewaySocket, gatewayUrl } from './socket';
import { type Dispatch, frameText } from './types';

/** How long before its end the access token is renewed; one that lives shortly, after half of its life. */
const RENEW_BEFORE_MS = 60_000;

type Timer = ReturnType<typeof setTimeout>;

/** Reconnects by itself from `start` to `stop`. */
class GatewayConnection {
  readonly #requests = new Requests();
  readonly #queue = new EventQueue<Dispatch>((events) => this.#apply(events));
  readonly #onlineListeners = new Set<() => void>();
  readonly #socket: GatewaySocket;
  readonly #session: GatewaySession;
  #typingTimer: Timer | undefined;
  #renewTimer: Timer | undefined;
  #running = false;
  #handlers: EventHandlers | null = null;

  constructor(private readonly client: Client) {
    this.#socket = new GatewaySocket(() => gatewayUrl(client.server), {
      opened: () => this.#session.opened(),
      received: (text) => this.#session.received(text),
      closed: (code, retryAt) => {
        this.#session.closed(code);
        this.#requests.loseAll();
        if (this.#running) this.#setConnection({ phase: 'reconnecting', retryAt });
      },
    });
    this.#session = new GatewaySession({
      send: (frame) => this.#socket.send(frameText(frame)),
      reconnect: (code) => this.#socket.restart(code),
      stop: (reason) => {
        this.stop();
        if (reason === 'signed-out') forgetSession(client);
        else this.#setConnection({ phase: reason, retryAt: null });
      },
      token: async (renew) => {
        if (renew) await renewToken(client);
        return validToken(client);
      },
      dispatch: (event) => this.#queue.push(event),
      online: () => this.#cameOnline(),
      result: (result) => this.#requests.answer(result),
    });
  }

  get isOnline(): boolean {
    return this.#running && this.#session.isOnline;
  }

  /** `handlers` apply the events from now on. */
  start(handlers: EventHandlers): void {
    this.#handlers = handlers;
    this.#connect();
  }

  #connect(): void {
    if (this.#running) return;
    this.#running = true;
    this.#setConnection({ phase: 'connecting', retryAt: null });
    this.#socket.start();
    onTokenChange(this.client, (expiresAt) => this.#scheduleRenewal(expiresAt));
    globalThis.addEventListener('online', this.#checkNow);
    document.addEventListener('visibilitychange', this.#checkNow);
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#typingTimer);
    clearTimeout(this.#renewTimer);
    onTokenChange(this.client, () => {});
    globalThis.removeEventListener('online', this.#checkNow);
    document.removeEventListener('visibilitychange', this.#checkNow);
    this.#socket.stop();
    this.#session.forget();
    this.#queue.clear();
    this.#requests.loseAll();
    this.#setConnection({ phase: 'idle', retryAt: null });
  }

  retryNow(): void {
    const { phase } = this.client.store.getState().connection;
    if (phase === 'reconnecting') this.#socket.start();
    else if (phase === 'replaced' || phase === 'refused') this.#connect();
  }

  onOnline(listener: () => void): () => void {
    this.#onlineListeners.add(listener);
    return () => this.#onlineListeners.delete(listener);
  }

  request(op: number, body: { nonce: string; [key: string]: unknown }): Promise<Message | null> {
    if (!this.isOnline) return Promise.reject(new RequestLost());
    const answer = this.#requests.wait(body.nonce);
    this.#socket.send(frameText({ op, d: body }));
    return answer;
  }

  sendFrame(op: number, body: Record<string, unknown>): void {
    if (this.isOnline) this.#socket.send(frameText({ op, d: body }));
  }

  #cameOnline(): void {
    this.#socket.settled();
    this.#queue.flush();
    this.#setConnection({ phase: 'online', retryAt: null });
    for (const listener of this.#onlineListeners) listener();
  }

  #apply(events: Dispatch[]): void {
    const handlers = this.#handlers;
    if (handlers === null) return;
    const now = Date.now();
    const { store } = this.client;
    const { me: knownMe } = store.getState();
    store.setState(
      (state) => events.reduce((before, event) => applied(handlers, before, event, now), state),
      true,
    );
    const { me } = store.getState();
    if (me !== null && me !== knownMe) storeUser(this.client, me);
    this.#scheduleTypingSweep();
    publishEvents(this.client, events);
  }

  #scheduleTypingSweep(): void {
    clearTimeout(this.#typingTimer);
    const { store } = this.client;
    const end = nextTypingEnd(store.getState());
    if (end === null) return;
    this.#typingTimer = setTimeout(
      () => {
        store.setState((state) => sweptTyping(state, Date.now()), true);
        this.#scheduleTypingSweep();
      },
      Math.max(0, end - Date.now()),
    );
  }

  #scheduleRenewal(expiresAt: number | null): void {
    clearTimeout(this.#renewTimer);
    if (expiresAt === null) return;
    const left = expiresAt - Date.now();
    const wait = Math.max(1_000, left - RENEW_BEFORE_MS, left / 2);
    this.#renewTimer = setTimeout(() => void this.#session.renewToken(), wait);
  }

  /** The network came back or the tab is looked at again: find out at once whether the connection lives. */
  readonly #checkNow = (): void => {
    if (document.visibilityState === 'hidden') return;
    this.#queue.flush();
    if (this.#session.isOnline) this.#session.probe();
    else this.retryNow();
  };

  #setConnection(change: Pick<Connection, 'phase' | 'retryAt'>): void {
    this.client.store.setState(({ connection }) => ({
      connection: { ...change, since: connection.phase === change.phase ? connection.since : Date.now() },
    }));
  }
}

const connectionOf = perClient((client) => new GatewayConnection(client));

/** Connects and stays connected until `disconnectGateway`. */
export const connectGateway = (client: Client, handlers: EventHandlers): void =>
  connectionOf(client).start(handlers);
export const disconnectGateway = (client: Client): void => connectionOf(client).stop();
/** Does not wait for the next attempt. */
export const retryNow = (client: Client): void => connectionOf(client).retryNow();
export const isOnline = (client: Client): boolean => connectionOf(client).isOnline;

export const onOnline = (client: Client, listener: () => void): (() => void) =>
  connectionOf(client).onOnline(listener);

/** A request that is answered; the nonce is sent with it. Rejects with ApiError or RequestLost. */
export const request = (
  client: Client,
  op: number,
  body: { nonce: string; [key: string]: unknown },
): Promise<Message | null> => connectionOf(client).request(op, body);

/** Something that is not answered; lost without harm when offline. */
export const sendFrame = (client: Client, op: number, body: Record<string, unknown>): void =>
  connectionOf(client).sendFrame(op, body);
