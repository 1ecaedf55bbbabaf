// A TCP relay between one bot and the server. It forwards everything until it is told to harm the connection:
// to drop it, or to end its WebSocket with close code 4000. New connections wait while it holds.

import { createServer, connect } from 'node:net';

/** A close frame with the code 4000. */
const CLOSE_4000 = Buffer.from([0x88, 0x02, 0x0f, 0xa0]);

export class Cutter {
  #pairs = new Set();
  #waiting = [];
  #isHolding = false;
  /** Number of 429 responses. */
  refusals = 0;
  /** Whether the server sent op 7 to a client without compression. */
  saidReconnect = false;

  static async to(port) {
    const cutter = new Cutter();
    cutter.server = createServer((client) => cutter.#accept(client, port));
    await new Promise((resolve) => cutter.server.listen(0, '127.0.0.1', resolve));
    cutter.host = `127.0.0.1:${cutter.server.address().port}`;
    return cutter;
  }

  #accept(client, port) {
    client.on('error', () => client.destroy());
    if (this.#isHolding) this.#waiting.push(() => this.#relay(client, port));
    else this.#relay(client, port);
  }

  #relay(client, port) {
    if (client.destroyed) return;
    const server = connect(port, '127.0.0.1');
    const pair = { client, server, isGateway: false, isOver: false };
    this.#pairs.add(pair);
    const end = () => {
      server.destroy();
      this.#pairs.delete(pair);
      // A client that received a close frame gets time to answer.
      if (!pair.isOver) client.destroy();
    };
    client.on('data', (bytes) => {
      if (bytes.subarray(0, 12).toString('latin1').startsWith('GET /gateway')) pair.isGateway = /upgrade: *websocket/i.test(bytes.toString('latin1'));
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (bytes.subarray(0, 12).toString('latin1') === 'HTTP/1.1 429') this.refusals += 1;
      if (pair.isGateway && bytes.includes('{"op":7,')) this.saidReconnect = true;
      if (!pair.isOver) client.write(bytes);
    });
    for (const side of [client, server]) side.on('error', end).on('end', end).on('close', end);
  }

  /** Holds new connections. */
  hold() {
    this.#isHolding = true;
  }

  release() {
    this.#isHolding = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Drops every connection without a close frame. */
  drop() {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Ends the WebSocket with 4000; the server sees a dropped connection. Only while no data is in flight. */
  close4000() {
    for (const pair of this.#pairs) {
      if (!pair.isGateway) continue;
      pair.isOver = true;
      pair.client.write(CLOSE_4000);
      pair.server.resetAndDestroy();
      setTimeout(() => pair.client.destroy(), 500).unref();
    }
  }

  stop() {
    this.drop();
    this.server.close();
  }
}
