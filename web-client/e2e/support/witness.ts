/** A proxy before the server that records requests and responses. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server as Listener,
  type ServerResponse,
  request as send,
} from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Exchange {
  method: string;
  path: string;
  sent: IncomingHttpHeaders;
  /** Null until the response arrives. */
  status: number | null;
  /** The cookies set by the response. */
  cookies: string[];
}

export class Witness {
  readonly exchanges: Exchange[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly listener: Listener,
    private readonly server: URL,
    readonly url: string,
  ) {}

  static async before(address: string): Promise<Witness> {
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const own = listener.address();
    if (own === null || typeof own === 'string') throw new Error('no free port');
    const witness = new Witness(listener, new URL(address), `http://127.0.0.1:${own.port}`);
    listener.on('request', (request, answer) => witness.forward(request, answer));
    listener.on('upgrade', (request, socket, head) => witness.upgrade(request, socket as Socket, head));
    return witness;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  async remove(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.listener.closeAllConnections();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private note(request: IncomingMessage): Exchange {
    const { method = '', url: path = '', headers: sent } = request;
    const exchange: Exchange = { method, path, sent, status: null, cookies: [] };
    this.exchanges.push(exchange);
    return exchange;
  }

  private forward(request: IncomingMessage, answer: ServerResponse): void {
    const exchange = this.note(request);
    const { hostname, port } = this.server;
    const { method, url: path, headers } = request;
    const onward = send({ hostname, port, method, path, headers }, (reply) => {
      exchange.status = reply.statusCode ?? 0;
      exchange.cookies = reply.headers['set-cookie'] ?? [];
      answer.writeHead(exchange.status, reply.rawHeaders);
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    request.pipe(onward);
  }

  /** The handshake is forwarded unchanged; of the response only the status is read. */
  private upgrade(request: IncomingMessage, near: Socket, head: Buffer): void {
    const exchange = this.note(request);
    const far = connect(Number(this.server.port), this.server.hostname);
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.once('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
      socket.on('error', () => {});
    }
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
    }
    far.write(`${lines.join('\r\n')}\r\n\r\n`);
    far.write(head);
    far.once('data', (first: Buffer) => {
      exchange.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first.toString('latin1'))?.[1] ?? 0);
    });
    near.pipe(far).pipe(near);
  }
}
