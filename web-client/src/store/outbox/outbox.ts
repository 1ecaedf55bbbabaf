/**
 * Outgoing messages.
 *
 * - Each channel sends them one after the other, in the order they were written; a refused one steps aside and waits
 *   for its author.
 * - A send is repeated with the same nonce until a response arrives; the server creates one message however often.
 * - It goes over the gateway while that is online. When the connection has been away for a while, or breaks during
 *   the send, it goes over HTTP.
 * - A send that the gateway answers by closing goes over HTTP the next time: the message itself may be at fault. One
 *   that neither accepts is given up with a reason, so that it does not block those after it.
 * - Unsent messages are stored on this device and go out after a reload.
 * - A message leaves the outbox when the server has confirmed it, by event or response, or when its author drops it.
 */
import { type ApiError, toApiError } from '@/api/errors';
import type { Message } from '@/api/gen';
import { withCreatedMessage } from '@/store/messages/events';
import { readMessage } from '@/store/messages/normalise';
import type { Id, PendingMessage, State } from '@/store/state';
import { newNonce } from './nonce';
import { pendingIn, withChangedPending, withoutPending, withPending } from './state';
import type { OutboxStorage } from './storage';
import { bodyOf, type Transport } from './transport';

export interface Store {
  getState(): State;
  setState(change: (state: State) => State): void;
  subscribe(listener: (state: State, before: State) => void): () => void;
}

/** How long the gateway may be away before HTTP is tried. */
export const PATIENCE_MS = 3_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;
/** Failed responses after which a message is not retried automatically. */
const SERVER_FAILURES = 3;
/** How often the gateway may close on a message before HTTP is used, and HTTP may fail while the gateway is connected. */
const MOST_LOSSES = 2;
/** The failure of a message given up without a response. */
export const NO_ANSWER = { status: 0, code: 0, field: null } as const;

export class Outbox {
  #store: Store;
  #transport: Transport;
  #storage: OutboxStorage;
  #busy = new Set<Id>();
  #timers = new Map<Id, ReturnType<typeof setTimeout>>();
  #attempts = new Map<string, number>();
  #unsubscribe: () => void;

  constructor(store: Store, transport: Transport, storage: OutboxStorage) {
    this.#store = store;
    this.#transport = transport;
    this.#storage = storage;
    this.#unsubscribe = store.subscribe((state, before) => this.#forgetConfirmed(state, before));
  }

  send(channelId: Id, content: string, replyTo: Message | null = null): string {
    const pending: PendingMessage = {
      nonce: newNonce(),
      channelId,
      content,
      replyTo,
      createdAt: Date.now(),
      state: 'queued',
      retryAt: null,
      failure: null,
      losses: 0,
    };
    this.#store.setState((state) => withPending(state, pending));
    void this.#storage.keep(pending);
    void this.#work(channelId);
    return pending.nonce;
  }

  /** Sends a refused one again, as the last of its channel. */
  retry(channelId: Id, nonce: string): void {
    const pending = this.#find(channelId, nonce);
    if (pending === undefined) return;
    this.#store.setState((state) =>
      withPending(state, { ...pending, state: 'queued', failure: null, retryAt: null, losses: 0 }),
    );
    void this.#work(channelId);
  }

  /** Sends a refused one again, without its reply. */
  retryWithoutReply(channelId: Id, nonce: string): void {
    const pending = this.#find(channelId, nonce);
    if (pending === undefined) return;
    this.#store.setState((state) => withoutPending(state, channelId, nonce));
    this.send(channelId, pending.content);
  }

  /** Removes one and returns its text. */
  drop(channelId: Id, nonce: string): string | null {
    const pending = this.#find(channelId, nonce);
    this.#store.setState((state) => withoutPending(state, channelId, nonce));
    return pending?.content ?? null;
  }

  /** After a reload: queues the stored messages again. */
  async restore(): Promise<void> {
    const stored = await this.#storage.all();
    for (const pending of stored.sort((a, b) => a.createdAt - b.createdAt)) {
      const state = pending.state === 'failed' ? 'failed' : 'queued';
      this.#store.setState((before) => withPending(before, { ...pending, state, retryAt: null }));
    }
    this.wake();
  }

  /** The connection or the network is back: nothing has to wait any longer, except for a rate limit. */
  wake(): void {
    for (const channelId of Object.keys(this.#store.getState().outbox)) void this.#work(channelId);
  }

  /** Stops sending; stored messages stay on the device. */
  stop(): void {
    this.#unsubscribe();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #find(channelId: Id, nonce: string): PendingMessage | undefined {
    return pendingIn(this.#store.getState(), channelId).find((pending) => pending.nonce === nonce);
  }

  #change(pending: PendingMessage, change: Partial<PendingMessage>): void {
    this.#store.setState((state) => withChangedPending(state, pending.channelId, pending.nonce, change));
  }

  async #work(channelId: Id): Promise<void> {
    if (this.#busy.has(channelId)) return;
    this.#busy.add(channelId);
    clearTimeout(this.#timers.get(channelId));
    try {
      for (let next = this.#next(channelId); next !== undefined; next = this.#next(channelId)) {
        const waitMs = await this.#attempt(next);
        if (waitMs === null) continue;
        this.#timers.set(
          channelId,
          setTimeout(() => void this.#work(channelId), waitMs),
        );
        return;
      }
    } finally {
      this.#busy.delete(channelId);
    }
  }

  #next(channelId: Id): PendingMessage | undefined {
    return pendingIn(this.#store.getState(), channelId).find(({ state }) => state !== 'failed');
  }

  /** One attempt. Resolves with the milliseconds until the next one; null when none is needed. */
  async #attempt(pending: PendingMessage): Promise<number | null> {
    const limitMs = (pending.retryAt ?? 0) - Date.now();
    if (pending.state === 'limited' && limitMs > 0) return limitMs;
    if (!this.#reachable()) return this.#patienceLeft();
    this.#change(pending, { state: 'sending', retryAt: null });
    const isOnline = this.#transport.online();
    const overGateway = isOnline && pending.losses < MOST_LOSSES;
    try {
      const whole = await this.#completed(pending);
      const deliver = overGateway ? this.#transport.send : this.#transport.post;
      this.#confirm(pending, await deliver(pending.channelId, bodyOf(whole)));
      return null;
    } catch (thrown) {
      const current = this.#find(pending.channelId, pending.nonce);
      if (current === undefined) return null;
      const error = toApiError(thrown);
      return error.unreachable ? this.#lost(current, isOnline) : this.#failed(current, error);
    }
  }

  async #completed(pending: PendingMessage): Promise<PendingMessage> {
    if (pending.losses > 0) return pending;
    const content = await this.#transport.complete(pending.channelId, pending.content);
    if (content === pending.content) return pending;
    this.#change(pending, { content });
    const whole = { ...pending, content };
    void this.#storage.keep(whole);
    return whole;
  }

  /** No response arrived. If that repeats while the gateway is connected, the message itself cannot be sent. */
  #lost(pending: PendingMessage, wasOnline: boolean): number | null {
    const losses = pending.losses + (wasOnline ? 1 : 0);
    if (losses > 2 * MOST_LOSSES) return this.#giveUp(pending, NO_ANSWER);
    this.#change(pending, { state: 'queued', losses });
    if (wasOnline) void this.#storage.keep({ ...pending, state: 'queued', losses });
    return this.#backOff(pending);
  }

  #backOff({ nonce }: PendingMessage): number {
    const attempts = (this.#attempts.get(nonce) ?? 0) + 1;
    this.#attempts.set(nonce, attempts);
    return Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
  }

  #giveUp(pending: PendingMessage, failure: NonNullable<PendingMessage['failure']>): null {
    this.#attempts.delete(pending.nonce);
    this.#change(pending, { state: 'failed', failure });
    void this.#storage.keep({ ...pending, state: 'failed', failure });
    return null;
  }

  #reachable(): boolean {
    return this.#transport.online() || this.#patienceLeft() <= 0;
  }

  #patienceLeft(): number {
    const { phase, since } = this.#store.getState().connection;
    return phase === 'online' ? 0 : Math.max(0, since + PATIENCE_MS - Date.now());
  }

  #confirm(pending: PendingMessage, answer: Message | null): void {
    this.#attempts.delete(pending.nonce);
    const message = readMessage(answer);
    this.#store.setState((state) =>
      message === null
        ? withoutPending(state, pending.channelId, pending.nonce)
        : withoutPending(withCreatedMessage(state, message, pending.nonce), pending.channelId, pending.nonce),
    );
  }

  #failed(pending: PendingMessage, error: ApiError): number | null {
    if (error.rateLimited) {
      const waitMs = (error.retryAfter ?? 1) * 1000;
      this.#change(pending, { state: 'limited', retryAt: Date.now() + waitMs });
      return waitMs;
    }
    if (error.temporary && (this.#attempts.get(pending.nonce) ?? 0) < SERVER_FAILURES - 1) {
      this.#change(pending, { state: 'queued' });
      return this.#backOff(pending);
    }
    const [field = null] = Object.values(error.fields);
    return this.#giveUp(pending, { status: error.status, code: error.code, field });
  }

  /** Whatever leaves the outbox, by any path, is removed from the device too. */
  #forgetConfirmed(state: State, before: State): void {
    if (state.outbox === before.outbox) return;
    for (const [channelId, pendings] of Object.entries(before.outbox)) {
      if (state.outbox[channelId] === pendings) continue;
      for (const { nonce } of pendings) {
        if (!pendingIn(state, channelId).some((pending) => pending.nonce === nonce))
          void this.#storage.forget(nonce);
      }
    }
  }
}
