/** The card is fetched on demand; what opens it is `store/profile-card`. */
import { onDemand } from '@/ui/on-demand/on-demand';

export const ProfileCard = onDemand(async () => (await import('./ProfileCard')).ProfileCard);
