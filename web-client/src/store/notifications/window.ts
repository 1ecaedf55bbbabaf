/** Of which place the window of notification settings is shown: any menu opens it, the frame of the channels draws it. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

export const notificationWindow = perClient(() =>
  createStore<{ placeId: Id | null }>(() => ({ placeId: null })),
);

export function showNotificationSettings(client: Client, placeId: Id | null): void {
  notificationWindow(client).setState({ placeId });
}
