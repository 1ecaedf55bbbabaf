/** Which window of direct messages is open: one at a time, whatever part of the page asked for it. */
import { createStore } from 'zustand/vanilla';

export type DmWindow =
  | { kind: 'new' }
  | { kind: 'add'; channelId: string }
  | { kind: 'change'; channelId: string }
  | { kind: 'leave'; channelId: string }
  | { kind: 'remove'; channelId: string; userId: string };

export const opened = createStore<{ shown: DmWindow | null }>(() => ({ shown: null }));

export const openWindow = (shown: DmWindow): void => opened.setState({ shown });
export const closeWindow = (): void => opened.setState({ shown: null });
