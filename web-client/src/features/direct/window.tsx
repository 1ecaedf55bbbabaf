/** The windows of direct messages: one is open at a time, whatever part of the page asked for it. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export type DirectWindow =
  | { kind: 'new' }
  | { kind: 'add'; channelId: string }
  | { kind: 'change'; channelId: string }
  | { kind: 'leave'; channelId: string }
  | { kind: 'remove'; channelId: string; userId: string };

const opened = createStore<{ shown: DirectWindow | null }>(() => ({ shown: null }));

export const openWindow = (shown: DirectWindow): void => opened.setState({ shown });
const close = (): void => opened.setState({ shown: null });

const Windows = onDemand(withLaterTexts(async () => (await import('./windows/Windows')).Windows));

export function DirectWindows() {
  const shown = useStore(opened, (state) => state.shown);
  return <Windows isOpen={shown !== null} shown={shown} onClose={close} />;
}
