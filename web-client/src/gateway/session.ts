/**
 * The gateway protocol as a state machine, without a socket and without the store.
 *
 * The socket drives it (`opened`, `received`, `closed`), and it drives its owner through `Actions`. Invariants: an
 * event is delivered exactly once and in the order of its sequence number; a missing number makes it reconnect and
 * RESUME rather than go on with a gap; a session that cannot be resumed is followed by a new IDENTIFY, and the READY
 * after it marks the store's contents as stale.
 */
import { ALL_INTENTS, CloseCode, type Dispatch, type Frame, Op, parseFrame, type Result } from './types';

export interface Actions {
  send(frame: Frame): void;
  /** Close the socket with this code and connect again. */
  reconnect(code: number): void;
  /** Close for good. */
  stop(reason: StopReason): void;
  /** A valid token; null when the session is over; rejects when the server cannot be reached. */
  token(renew: boolean): Promise<string | null>;
  dispatch(event: Dispatch): void;
  /** READY or RESUMED came: requests may be sent. */
  online(): void;
  result(result: Result): void;
}

export type StopReason = 'signed-out' | 'replaced' | 'refused';

type Phase = 'closed' | 'greeting' | 'handshake' | 'online';

/** How long a connection may take from open to READY or RESUMED. */
const HANDSHAKE_TIMEOUT_MS = 20_000;
const PROBE_TIMEOUT_MS = 5_000;

export class GatewaySession {
  #actions: Actions;
  #phase: Phase = 'closed';
  #sessionId: string | null = null;
  #sequence: number | null = null;
  #renewToken = false;
  /** Counts connections, so that responses meant for an older one are ignored. */
  #connection = 0;
  #heartbeatMs = 0;
  #awaitingAck = false;
  #heartbeatTimer: ReturnType<typeof setTimeout> | undefined;
  #handshakeTimer: ReturnType<typeof setTimeout> | undefined;
  #probeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: Actions) {
    this.#actions = actions;
  }

  get isOnline(): boolean {
    return this.#phase === 'online';
  }

  /** The last sequence number received; what a heartbeat confirms. */
  get sequence(): number | null {
    return this.#sequence;
  }

  opened(): void {
    this.#connection += 1;
    this.#phase = 'greeting';
    this.#awaitingAck = false;
    this.#handshakeTimer = setTimeout(() => this.#fail(), HANDSHAKE_TIMEOUT_MS);
  }

  closed(code: number): void {
    this.#phase = 'closed';
    this.#connection += 1;
    this.#clearTimers();
    if (code === CloseCode.authenticationFailed) this.#actions.stop('signed-out');
    else if (code === CloseCode.replaced) this.#actions.stop('replaced');
    else if (code === CloseCode.invalidVersion) this.#actions.stop('refused');
    else if (code === CloseCode.tokenExpired) this.#renewToken = true;
    else if (code === CloseCode.invalidSequence || code === CloseCode.sessionTimedOut) this.#loseSession();
  }

  received(text: unknown): void {
    const frame = parseFrame(text);
    if (frame === null || this.#phase === 'closed') return;
    switch (frame.op) {
      case Op.dispatch:
        this.#dispatch(frame);
        break;
      case Op.hello:
        this.#hello(frame.d);
        break;
      case Op.heartbeat:
        this.#beat();
        break;
      case Op.heartbeatAck:
        this.#awaitingAck = false;
        clearTimeout(this.#probeTimer);
        break;
      case Op.reconnect:
        this.#fail();
        break;
      case Op.invalidSession:
        if (frame.d !== true) this.#loseSession();
        this.#fail();
        break;
      case Op.tokenExpiring:
        void this.renewToken();
        break;
      case Op.result:
        if (isResult(frame.d)) this.#actions.result(frame.d);
        break;
    }
  }

  /** Gives the server a new access token on the living connection. */
  async renewToken(): Promise<void> {
    const connection = this.#connection;
    const token = await this.#actions.token(true).catch(() => null);
    if (token === null || connection !== this.#connection || !this.isOnline) return;
    this.#actions.send({ op: Op.reauth, d: { nonce: `reauth${Date.now()}`, token } });
  }

  /** Finds out soon whether the connection still lives, e.g. after the machine slept. */
  probe(): void {
    if (this.#phase !== 'online') return;
    this.#beat();
    clearTimeout(this.#probeTimer);
    this.#probeTimer = setTimeout(() => this.#fail(), PROBE_TIMEOUT_MS);
  }

  /** The next connection begins a new session. */
  forget(): void {
    this.#phase = 'closed';
    this.#connection += 1;
    this.#clearTimers();
    this.#loseSession();
  }

  #dispatch(frame: Frame): void {
    const sequence = frame.s;
    if (typeof sequence !== 'number' || typeof frame.t !== 'string') return;
    if (frame.t === 'READY') this.#begin(sequence, frame.d);
    else if (this.#sequence === null || sequence > this.#sequence + 1) {
      this.#fail();
      return;
    } else if (sequence <= this.#sequence) return;
    this.#sequence = sequence;
    this.#actions.dispatch({ name: frame.t, payload: frame.d });
    if (frame.t === 'READY' || frame.t === 'RESUMED') this.#arrive();
  }

  #begin(sequence: number, ready: unknown): void {
    const id = (ready as { session_id?: unknown } | null)?.session_id;
    this.#sessionId = typeof id === 'string' ? id : null;
    this.#sequence = sequence;
  }

  #arrive(): void {
    this.#phase = 'online';
    clearTimeout(this.#handshakeTimer);
    this.#actions.online();
  }

  #hello(d: unknown): void {
    if (this.#phase !== 'greeting') return;
    const interval = (d as { heartbeat_interval?: unknown } | null)?.heartbeat_interval;
    this.#heartbeatMs = typeof interval === 'number' && interval > 0 ? interval : 41_250;
    this.#phase = 'handshake';
    // The first beat at a random moment, so that clients of a restarted server do not beat together.
    this.#heartbeatTimer = setTimeout(() => this.#heartbeat(), this.#heartbeatMs * Math.random());
    void this.#introduce();
  }

  async #introduce(): Promise<void> {
    const connection = this.#connection;
    let token: string | null;
    try {
      token = await this.#actions.token(this.#renewToken);
    } catch {
      if (connection === this.#connection) this.#fail();
      return;
    }
    if (connection !== this.#connection) return;
    if (token === null) {
      this.#actions.stop('signed-out');
      return;
    }
    this.#renewToken = false;
    if (this.#sessionId !== null && this.#sequence !== null) {
      this.#actions.send({ op: Op.resume, d: { token, session_id: this.#sessionId, seq: this.#sequence } });
      return;
    }
    this.#actions.send({
      op: Op.identify,
      d: {
        token,
        properties: { os: 'web', browser: 'chatspace', device: 'chatspace' },
        intents: ALL_INTENTS,
        chatspace: { v: 1, lazy_members: true },
      },
    });
  }

  #heartbeat(): void {
    if (this.#awaitingAck) {
      this.#fail();
      return;
    }
    this.#beat();
    this.#heartbeatTimer = setTimeout(() => this.#heartbeat(), this.#heartbeatMs);
  }

  #beat(): void {
    this.#awaitingAck = true;
    this.#actions.send({ op: Op.heartbeat, d: this.#sequence });
  }

  #fail(): void {
    this.#actions.reconnect(CloseCode.unknownError);
  }

  #loseSession(): void {
    this.#sessionId = null;
    this.#sequence = null;
  }

  #clearTimers(): void {
    clearTimeout(this.#heartbeatTimer);
    clearTimeout(this.#handshakeTimer);
    clearTimeout(this.#probeTimer);
  }
}

function isResult(d: unknown): d is Result {
  if (typeof d !== 'object' || d === null) return false;
  const { nonce, ok } = d as { nonce?: unknown; ok?: unknown };
  return typeof nonce === 'string' && typeof ok === 'boolean';
}
