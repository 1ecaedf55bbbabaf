/** Of which place the window of notification settings is shown: any menu opens it, the frame of the channels draws it. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

export const notificationWindow = perClient(() =>
  createStore<{ scopeId: Id | null }>(() => ({ scopeId: null })),
);

export function showNotificationSettings(client: Client, scopeId: Id | null): void {
  notificationWindow(client).setState({ scopeId });
}
