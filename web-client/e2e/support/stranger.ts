/** A foreign site: an empty page, reachable on one port under two names. */
import { once } from 'node:events';
import { createServer, type Server as Listener } from 'node:http';

export class Stranger {
  private constructor(
    private readonly listener: Listener,
    /** To the browser the same site as the server, on another port: it sends the server's strict cookies. */
    readonly neighbour: string,
    /** A different site. */
    readonly foreigner: string,
  ) {}

  static async moveIn(): Promise<Stranger> {
    const listener = createServer((_, answer) => {
      answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Win a prize</title>');
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const own = listener.address();
    if (own === null || typeof own === 'string') throw new Error('no free port');
    return new Stranger(listener, `http://127.0.0.1:${own.port}`, `http://localhost:${own.port}`);
  }

  async remove(): Promise<void> {
    this.listener.closeAllConnections();
    this.listener.close();
    await once(this.listener, 'close');
  }
}
