/**
 * A reconnecting WebSocket (partysocket) with what the protocol above needs: nothing is buffered while it is down,
 * every loss is reported with its close code, and the moment of the next attempt is known.
 */
import { WebSocket as ReconnectingWebSocket } from 'partysocket';
import type { Server } from '@/client/client';

export interface SocketEvents {
  opened(): void;
  received(text: unknown): void;
  /** The connection is lost; the next attempt is made at `retryAt` (milliseconds since the epoch). */
  closed(code: number, retryAt: number): void;
}

const GROWTH = 1.7;
const MAX_DELAY_MS = 15_000;

export class GatewaySocket {
  #url: () => string;
  #events: SocketEvents;
  #socket: ReconnectingWebSocket | null = null;
  #minDelayMs = 0;
  /** Restarts since the protocol last got as far as `settled`. */
  #restarts = 0;
  #restartTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: () => string, events: SocketEvents) {
    this.#url = url;
    this.#events = events;
  }

  /** Connects now, whatever was before. */
  start(): void {
    this.#dispose(1000);
    // Clients of a restarted server must not come back in the same moment.
    this.#minDelayMs = 400 + Math.random() * 600;
    const socket = new ReconnectingWebSocket(this.#url, [], {
      minReconnectionDelay: this.#minDelayMs,
      maxReconnectionDelay: MAX_DELAY_MS,
      reconnectionDelayGrowFactor: GROWTH,
      connectionTimeout: 10_000,
      minUptime: 5_000,
      maxEnqueuedMessages: 0,
    });
    this.#socket = socket;
    socket.onopen = () => this.#events.opened();
    socket.onmessage = (event) => this.#events.received(event.data);
    socket.onclose = (event) =>
      this.#events.closed(event.code, Date.now() + this.#nextDelay(socket.retryCount));
  }

  send(text: string): void {
    if (this.#socket?.readyState === ReconnectingWebSocket.OPEN) this.#socket.send(text);
  }

  /** Drops this connection and connects again: at once the first time, later each time nothing came of it. */
  restart(code: number): void {
    const delayMs = this.#restarts === 0 ? 0 : Math.min(500 * GROWTH ** this.#restarts, MAX_DELAY_MS);
    this.#restarts += 1;
    this.#dispose(code);
    this.#events.closed(code, Date.now() + delayMs);
    this.#restartTimer = setTimeout(() => this.start(), delayMs);
  }

  /** The protocol works on this connection. */
  settled(): void {
    this.#restarts = 0;
  }

  stop(code = 1000): void {
    this.#dispose(code);
  }

  #dispose(code: number): void {
    clearTimeout(this.#restartTimer);
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close(code);
  }

  #nextDelay(retryCount: number): number {
    if (retryCount === 0) return 0;
    return Math.min(this.#minDelayMs * GROWTH ** (retryCount - 1), MAX_DELAY_MS);
  }
}

/** The address of the gateway of a server. */
export function gatewayUrl(server: Server): string {
  const { protocol, host } = new URL(server.url);
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/gateway?v=10&encoding=json`;
}
