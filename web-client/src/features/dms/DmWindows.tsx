/** The dialogs of direct messages, fetched on demand. */
import { useStore } from 'zustand';
import { useClient } from '@/client/context';
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';
import { closeWindow, opened } from './opened';

const Windows = onDemand(withLaterTexts(async () => (await import('./windows/Windows')).Windows));

export function DmWindows() {
  const client = useClient();
  const shown = useStore(opened(client), (state) => state.shown);
  return <Windows isOpen={shown !== null} shown={shown} onClose={() => closeWindow(client)} />;
}
