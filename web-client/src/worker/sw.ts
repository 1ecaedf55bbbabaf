/**
 * The service worker: caches the client on the device, so that it opens without the server, and shows pushes while the
 * client is closed. Responses of the server are never cached: they belong to the signed-in account only.
 *
 * A new version waits until the user accepts it, so that nothing changes under their hands.
 */
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { isPage } from './pages';
import { readPush } from './push';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

const PAGE = '/index.html';

// Before the files, so that "/" is handled like other pages.
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode !== 'navigate' || !isPage(new URL(request.url).pathname)) return;
  event.respondWith(page(request));
});

async function page(request: Request): Promise<Response> {
  return (await matchPrecache(PAGE)) ?? fetch(request);
}

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', ({ data }) => {
  if ((data as { kind?: unknown } | null)?.kind === 'take-over') void self.skipWaiting();
});

self.addEventListener('push', (event) => {
  const { title, body, tag, path } = readPush(event.data?.text());
  const options = { body, tag, data: { path }, icon: '/icons/icon-192.png', badge: '/icons/badge-96.png' };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path } = (event.notification.data ?? {}) as { path?: string };
  event.waitUntil(open(path ?? '/'));
});

/** In an existing window, or else in a new one. */
async function open(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' });
  const client = windows.find(({ focused }) => focused) ?? windows[0];
  if (client === undefined) {
    await self.clients.openWindow(path);
    return;
  }
  client.postMessage({ kind: 'go', path });
  // A browser may refuse to focus a window; it has navigated all the same.
  await client.focus().catch(() => undefined);
}
