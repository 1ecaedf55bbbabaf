/** What follows the session: the live connection, the caches, and which pages may be seen. */
import { sessionStore } from '@/api/session';
import { startLive, stopLive } from '@/gateway';
import { queryClient } from './query';
import { router } from './router';

export function followSession(): void {
  sessionStore.subscribe((state, before) => {
    if (state.status === 'signed-in' && state.user !== null) {
      startLive(state.user.id);
    } else if (before.status === 'signed-in') {
      stopLive();
      queryClient.clear();
      void router.invalidate();
    }
  });
}
