/** The keyboard map as a window, fetched on demand. */
import { onDemand } from '@/ui/on-demand/on-demand';

export const ShortcutsDialog = onDemand(async () => (await import('./ShortcutsDialog')).ShortcutsDialog);
