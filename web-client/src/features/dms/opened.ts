/** Which DM dialog is open: one at a time, whichever part of the page opened it. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';

export type DmWindow =
  | { kind: 'new' }
  | { kind: 'add'; channelId: string }
  | { kind: 'change'; channelId: string }
  | { kind: 'leave'; channelId: string }
  | { kind: 'remove'; channelId: string; userId: string };

export const opened = perClient(() => createStore<{ shown: DmWindow | null }>(() => ({ shown: null })));

export const openWindow = (client: Client, shown: DmWindow): void => opened(client).setState({ shown });
export const closeWindow = (client: Client): void => opened(client).setState({ shown: null });
