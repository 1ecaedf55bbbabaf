/** The one menu of a person that may be open: of whom, met where, and where on the page. */
import { createStore } from 'zustand/vanilla';
import type { Id } from '@/store/state';

export interface ShownPerson {
  userId: Id;
  guildId: Id | undefined;
  anchor: { element: Element; point: { x: number; y: number } | null };
}

export const personMenu = createStore<{ shown: ShownPerson | null }>(() => ({ shown: null }));

export const showPerson = (shown: ShownPerson | null): void => personMenu.setState({ shown });
