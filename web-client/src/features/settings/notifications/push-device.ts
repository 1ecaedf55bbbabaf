/** Push notifications of this browser, by the W3C Push API. */
import { endPushSubscription, listPushSubscriptions, pushKey, subscribeToPushes } from '@/api';
import type { PushSubscription as Device } from '@/api/gen';
import { httpOf } from '@/api/http';
import type { Client } from '@/client/client';

export const canReceivePushes = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && typeof Notification !== 'undefined';

/** The browser may refuse, or its push service may not answer. */
export class NotSubscribed extends Error {
  constructor(readonly denied: boolean) {
    super('The browser could not subscribe.');
    this.name = 'NotSubscribed';
  }
}

/**
 * Asks the user for permission, subscribes at the browser's push service, and registers the subscription with the
 * server.
 */
export async function subscribeHere(client: Client): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotSubscribed(true);
  const { data: key } = await pushKey({ client: httpOf(client), throwOnError: true });
  const { pushManager } = await worker();
  const subscription = await subscribed(pushManager, key.public_key);
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined) {
    throw new NotSubscribed(false);
  }
  const body = { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
  await subscribeToPushes({ client: httpOf(client), body, throwOnError: true });
}

/** A subscription with another key, from before the server was set up again, is useless. */
async function subscribed(manager: PushManager, key: string): Promise<PushSubscription> {
  const applicationServerKey = bytesOf(key);
  const known = await manager.getSubscription();
  try {
    return await manager.subscribe({ userVisibleOnly: true, applicationServerKey });
  } catch {
    await known?.unsubscribe();
  }
  try {
    return await manager.subscribe({ userVisibleOnly: true, applicationServerKey });
  } catch {
    throw new NotSubscribed(false);
  }
}

export const listDevices = async (client: Client): Promise<Device[]> =>
  (await listPushSubscriptions({ client: httpOf(client), throwOnError: true })).data;

/** The server first: without its subscription the device receives nothing, whatever the browser does. */
export async function unsubscribeHere(client: Client): Promise<void> {
  const here = (await listDevices(client)).find(({ current }) => current);
  if (here !== undefined) await removeDevice(client, here);
}

export async function removeDevice(client: Client, { id, current }: Device): Promise<void> {
  await endPushSubscription({ client: httpOf(client), path: { subscription_id: id }, throwOnError: true });
  if (!current) return;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
}

const WORKER_MS = 10_000;

/** The worker that receives pushes; there is none if the page was never loaded over a secure connection. */
async function worker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new NotSubscribed(false)), WORKER_MS),
  );
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** Base64url, the encoding of keys. */
export function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const base64 = key.replaceAll('-', '+').replaceAll('_', '/');
  const binary = atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
