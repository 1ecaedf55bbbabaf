/** The public interface of this feature. */
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export { NotificationButton } from './NotificationButton';

export const NotificationDialog = onDemand(
  withLaterTexts(async () => (await import('./NotificationDialog')).NotificationDialog),
);
