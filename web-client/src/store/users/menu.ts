/** The user menu that may be open: its user, channel and anchor. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

export interface ShownUser {
  userId: Id;
  guildId: Id | undefined;
  anchor: { element: Element; point: { x: number; y: number } | null };
}

export const userMenu = perClient(() => createStore<{ shown: ShownUser | null }>(() => ({ shown: null })));

export const showUserMenu = (client: Client, shown: ShownUser | null): void =>
  userMenu(client).setState({ shown });
