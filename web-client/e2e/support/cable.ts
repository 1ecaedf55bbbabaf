/** A relay between a user and the server that can be cut and restored while both keep running. */
import { once } from 'node:events';
import { connect, createServer, type Server as Listener, type Socket } from 'node:net';

export class Cable {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly listener: Listener,
    readonly url: string,
  ) {}

  static async to(address: string): Promise<Cable> {
    const { hostname, port } = new URL(address);
    const listener = createServer((near) => cable.joins(near, connect(Number(port), hostname)));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const own = listener.address();
    if (own === null || typeof own === 'string') throw new Error('no free port');
    const cable = new Cable(listener, `http://127.0.0.1:${own.port}`);
    return cable;
  }

  /** Breaks every connection; until it is restored, new ones fail too. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async remove(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private joins(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.once('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
      // Either end may close at any time.
      socket.on('error', () => {});
    }
    if (this.isCut) near.destroy();
    else near.pipe(far).pipe(near);
  }
}
