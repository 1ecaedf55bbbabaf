/** Of which place the window of notification settings is shown: any menu opens it, the frame of the channels draws it. */
import { createStore } from 'zustand/vanilla';
import type { Id } from '@/store/state';

export const notificationWindow = createStore<{ placeId: Id | null }>(() => ({ placeId: null }));

export function showNotificationSettings(placeId: Id | null): void {
  notificationWindow.setState({ placeId });
}
