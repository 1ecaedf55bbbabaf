/** The one profile card that may be open: of whom, seen from which guild, and anchored where. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

export interface ShownProfile {
  userId: Id;
  /** Where nickname and joining are read from. */
  guildId: Id | undefined;
  beside: Element;
}

export const profileCard = perClient(() =>
  createStore<{ shown: ShownProfile | null }>(() => ({ shown: null })),
);

export const showProfile = (client: Client, shown: ShownProfile): void =>
  profileCard(client).setState({ shown });
export const closeProfile = (client: Client): void => profileCard(client).setState({ shown: null });
