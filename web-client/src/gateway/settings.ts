/**
 * The settings that all devices of an account share: a change applies at once and is reverted if the server refuses it.
 */
import { updateSettings } from '@/api';
import type { Settings } from '@/api/gen';
import { httpOf } from '@/api/http';
import type { Client } from '@/client/client';
import { withSettings } from '@/store/dms/dms';

export async function changeSettings(client: Client, change: Partial<Settings>): Promise<void> {
  const before = client.store.getState().settings;
  if (before !== null) keep(client, { ...before, ...change });
  try {
    keep(client, (await updateSettings({ client: httpOf(client), body: change, throwOnError: true })).data);
  } catch (thrown) {
    if (before !== null) keep(client, before);
    throw thrown;
  }
}

function keep(client: Client, settings: Settings): void {
  client.store.setState((state) => withSettings(state, settings), true);
}
