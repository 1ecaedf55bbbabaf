/** Connects the real client to a fake server: real frames, real timers, only the network is replaced. */
import { client } from '@tests/client';
import { vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { restore, sessionStore } from '@/api/session';
import { startLive, stopLive } from '@/gateway';
import { FakeServer } from './fake-server';

/** A signed-in client; `prepare` changes the server before it connects. */
export async function goLive(prepare: (server: FakeServer) => void = () => {}): Promise<FakeServer> {
  const server = await FakeServer.start();
  prepare(server);
  client.server.url = `http://${server.host}`;
  vi.stubGlobal('location', { protocol: 'http:', host: server.host, origin: client.server.url });
  vi.stubGlobal('fetch', server.fetch);
  // The test page has no working socket of its own.
  vi.stubGlobal('WebSocket', NodeWebSocket);
  await restore(client);
  startLive(client, server.olena.id);
  await vi.waitFor(() => {
    if (client.store.getState().guildOrder.length === 0) throw new Error('the guild has not come');
  });
  return server;
}

export async function goHome(server: FakeServer): Promise<void> {
  stopLive(client);
  sessionStore(client).setState({ status: 'unknown', user: null, unreachable: false }, true);
  await server.stop();
  vi.unstubAllGlobals();
  localStorage.clear();
}

/** The rows of the channel's log, oldest first. */
export const shown = (channelId: string): string[] =>
  (client.store.getState().logs[channelId]?.rows ?? []).map((row) => row.message.content);

export const phase = (): string => client.store.getState().connection.phase;
