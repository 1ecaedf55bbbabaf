/** The one profile card that may be open: of whom, seen from which guild, and beside what on the page. */
import { createStore } from 'zustand/vanilla';
import type { Id } from '@/store/state';

export interface ShownProfile {
  userId: Id;
  /** Where nickname and joining are read from. */
  guildId: Id | undefined;
  beside: Element;
}

export const profileCard = createStore<{ shown: ShownProfile | null }>(() => ({ shown: null }));

export const showProfile = (shown: ShownProfile): void => profileCard.setState({ shown });
export const closeProfile = (): void => profileCard.setState({ shown: null });
