/** The profile card that may be open: its user, guild and anchor. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

export interface ShownProfile {
  userId: Id;
  /** The guild of the nickname and the date of joining. */
  guildId: Id | undefined;
  beside: Element;
}

export const profileCard = perClient(() =>
  createStore<{ shown: ShownProfile | null }>(() => ({ shown: null })),
);

export const showProfile = (client: Client, shown: ShownProfile): void =>
  profileCard(client).setState({ shown });
export const closeProfile = (client: Client): void => profileCard(client).setState({ shown: null });
