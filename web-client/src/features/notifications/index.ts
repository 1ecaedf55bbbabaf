/** What the screens take from this feature. */
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export { NotificationBell } from './NotificationBell';

export const NotificationDialog = onDemand(
  withLaterTexts(async () => (await import('./NotificationDialog')).NotificationDialog),
);
