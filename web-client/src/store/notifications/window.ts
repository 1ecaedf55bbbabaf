/** The scope of the open dialog of notification settings: any menu opens it, the layout renders it. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

export const notificationWindow = perClient(() =>
  createStore<{ scopeId: Id | null }>(() => ({ scopeId: null })),
);

export function showNotificationSettings(client: Client, scopeId: Id | null): void {
  notificationWindow(client).setState({ scopeId });
}
