/** The last visited channel of each guild, on this device. */
import type { Client } from '@/client/client';
import { storageKey } from '@/client/storage';

const keyOf = (client: Client) => storageKey(client, 'last-channel');

function all(client: Client): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(client)) ?? '{}');
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}

export function lastChannel(client: Client, guildId: string): string | undefined {
  const found = all(client)[guildId];
  return typeof found === 'string' ? found : undefined;
}

export function rememberChannel(client: Client, guildId: string, channelId: string): void {
  try {
    localStorage.setItem(keyOf(client), JSON.stringify({ ...all(client), [guildId]: channelId }));
  } catch {
    // Without storage a guild opens at its first channel.
  }
}
