/** Handshakes of the gateway with arbitrary headers, which a page in a browser cannot set. */
import { once } from 'node:events';
import { request } from 'node:http';

export type Headers = Record<string, string | string[]>;

/** The status of a handshake's response: 101 for a connection, which is then closed. */
export async function handshake(server: string, headers: Headers, path = '/gateway?v=10'): Promise<number> {
  const { hostname, port } = new URL(server);
  const asked = request({
    hostname,
    port,
    path,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  });
  asked.end();
  return new Promise((resolve, reject) => {
    asked.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('upgrade', async (answer, socket) => {
      socket.on('error', () => {});
      socket.destroy();
      await once(socket, 'close');
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject);
  });
}
