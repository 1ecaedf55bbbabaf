/** The one menu of a person that may be open: of whom, met where, and where on the page. */
import { createStore } from 'zustand/vanilla';
import type { Id } from '@/store/state';

export interface ShownUser {
  userId: Id;
  guildId: Id | undefined;
  anchor: { element: Element; point: { x: number; y: number } | null };
}

export const userMenu = createStore<{ shown: ShownUser | null }>(() => ({ shown: null }));

export const showUserMenu = (shown: ShownUser | null): void => userMenu.setState({ shown });
