/**
 * Short words in a corner that go away by themselves: done, with an undo where there is one. What draws them is
 * fetched when there is time, at the latest with the first of them.
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
  // Without the server the words are lost; what they tell of has happened all the same.
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
