/** The parts of direct messages, fetched together. */
import { withLaterTexts } from '@/i18n';

export const dmPanels = withLaterTexts(() => import('@/app/screens/DmPanels'));
