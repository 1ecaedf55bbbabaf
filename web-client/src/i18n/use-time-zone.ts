/** The time zone of the device, which may change while the page is open. */
import { useSyncExternalStore } from 'react';

const LOOK_EVERY_MS = 60_000;

export const currentZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

function subscribe(changed: () => void): () => void {
  const timer = setInterval(changed, LOOK_EVERY_MS);
  window.addEventListener('focus', changed);
  document.addEventListener('visibilitychange', changed);
  return () => {
    clearInterval(timer);
    window.removeEventListener('focus', changed);
    document.removeEventListener('visibilitychange', changed);
  };
}

/** The current day by this clock, also after midnight. */
export const useToday = (now: () => number): string =>
  useSyncExternalStore(subscribe, () => new Date(now()).toDateString());

export const useTimeZone = (): string => useSyncExternalStore(subscribe, currentZone);
