/** The public interface of this feature. */
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export { InboxButton } from './InboxButton';

export const InboxDialog = onDemand(withLaterTexts(async () => (await import('./InboxDialog')).InboxDialog));
