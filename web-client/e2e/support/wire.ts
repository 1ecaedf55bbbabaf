/** The gateway of a page, with which a test can insert events as if the server had sent them. */
import type { Page, WebSocketRoute } from '@playwright/test';

interface Frame {
  op: number;
  d?: unknown;
  s?: number | null;
  t?: string | null;
}

export class Wire {
  private socket: WebSocketRoute | undefined;
  /** Number of inserted events, by which later sequence numbers are increased. */
  private extra = 0;
  private last = 0;
  /** The payloads of the server's events of this name, newest last. */
  private readonly heard = new Map<string, unknown[]>();
  /** Changes the server's READY. */
  damageReady: (ready: Record<string, unknown>) => unknown = (ready) => ready;

  static async of(page: Page): Promise<Wire> {
    const wire = new Wire();
    await page.routeWebSocket(/\/gateway\?/, (socket) => wire.join(socket));
    return wire;
  }

  /** The last payload of the server's events of this name. */
  lastOf(name: string): unknown {
    return this.heard.get(name)?.at(-1);
  }

  puts(name: string, payload: unknown): void {
    this.extra += 1;
    this.last += 1;
    this.socket?.send(JSON.stringify({ op: 0, t: name, s: this.last, d: payload }));
  }

  private join(socket: WebSocketRoute): void {
    this.socket = socket;
    const server = socket.connectToServer();
    server.onMessage((text) =>
      socket.send(JSON.stringify(this.fromServer(JSON.parse(String(text)) as Frame))),
    );
    socket.onMessage((text) => server.send(JSON.stringify(this.fromPage(JSON.parse(String(text)) as Frame))));
  }

  private fromServer(frame: Frame): Frame {
    if (frame.op !== 0 || typeof frame.s !== 'number' || typeof frame.t !== 'string') return frame;
    if (frame.t === 'READY') {
      this.extra = 0;
      frame = { ...frame, d: this.damageReady(frame.d as Record<string, unknown>) };
    }
    this.heard.set(frame.t ?? '', [...(this.heard.get(frame.t ?? '') ?? []), frame.d]);
    this.last = (frame.s ?? 0) + this.extra;
    return { ...frame, s: this.last };
  }

  private fromPage(frame: Frame): Frame {
    if (frame.op === 1 && typeof frame.d === 'number') return { ...frame, d: frame.d - this.extra };
    if (frame.op !== 6) return frame;
    const resume = frame.d as { seq: number };
    return { ...frame, d: { ...resume, seq: resume.seq - this.extra } };
  }
}
