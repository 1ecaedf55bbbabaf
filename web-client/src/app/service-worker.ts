/** Registers the service worker after the first screen, and offers new versions. */

import { localeStore } from '@/i18n';
import { textOutside } from '@/i18n/outside';
import { showToast } from '@/ui/toast/toast';

/** A window that stays open for days gets new versions, too. */
const LOOK_AGAIN_MS = 60 * 60_000;

export async function startWorker(): Promise<void> {
  followLocale();
  const container = navigator.serviceWorker;
  if (container === undefined || !import.meta.env.PROD) return;
  const registration = await container.register('/sw.js', { updateViaCache: 'none' });
  if (registration.waiting !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // The first version replaces none.
      if (installing.state === 'installed' && container.controller !== null) offer(installing);
    });
  });
  setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN_MS);
}

function offer(worker: ServiceWorker): void {
  showToast({
    text: textOutside('update.ready'),
    stays: true,
    action: { text: textOutside('update.take'), onPress: () => take(worker) },
  });
}

function take(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage({ kind: 'take-over' });
}

/** The manifest of the installed client is in the user's language. */
function followLocale(): void {
  const describe = () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    if (link !== null) link.href = `/manifest.${localeStore.getState().locale}.webmanifest`;
  };
  localeStore.subscribe(describe);
  describe();
}
