/** The card is fetched on demand; what opens it is `store/profile-card`. */
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export const ProfileCard = onDemand(withLaterTexts(async () => (await import('./ProfileCard')).ProfileCard));
