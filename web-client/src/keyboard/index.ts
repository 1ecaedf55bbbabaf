/** The keyboard map as a window, fetched on demand. */
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export const ShortcutsDialog = onDemand(
  withLaterTexts(async () => (await import('./ShortcutsDialog')).ShortcutsDialog),
);
