/**
 * Toasts: short confirmations, with an undo where there is one. Their implementation loads when the page is idle, at
 * the latest with the first of them.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ToastMessage } from './message';

type Corner = typeof import('./Corner');

const SHOWN_MS = 6_000;
/** Long enough for the first screen to be there. */
const IDLE_AFTER_MS = 3_000;

const loaded = createStore<{ corner: Corner | null }>(() => ({ corner: null }));

async function load(): Promise<Corner> {
  const corner = await import('./Corner');
  loaded.setState({ corner });
  return corner;
}

export function showToast(message: ToastMessage): void {
  // Without the server the toast is lost; its event has happened all the same.
  load().then(
    ({ queue }) => queue.add(message, message.stays ? {} : { timeout: SHOWN_MS }),
    () => undefined,
  );
}

export function ToastRegion() {
  const corner = useStore(loaded, (state) => state.corner);
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), IDLE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return corner === null ? null : <corner.Corner />;
}
