/** What follows the session: the live connection, and which pages may be seen. */
import { sessionStore } from '@/api/session';
import { router } from './router';

const isSignedIn = () => sessionStore.getState().status === 'signed-in';

/** The live part is not needed to sign in and comes afterwards; by then the session may be another one. */
async function follow(): Promise<void> {
  const { startLive, stopLive } = await import('@/gateway');
  const { user } = sessionStore.getState();
  if (isSignedIn() && user !== null) startLive(user.id);
  else stopLive();
}

export function followSession(): void {
  sessionStore.subscribe((state, before) => {
    if (state.status === before.status) return;
    if (state.status === 'signed-in' || before.status === 'signed-in') void follow();
    if (before.status === 'signed-in') void router.invalidate();
  });
}
