/** The card is fetched on demand; `store/profile-card` opens it. */
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export const ProfileCard = onDemand(withLaterTexts(async () => (await import('./ProfileCard')).ProfileCard));
