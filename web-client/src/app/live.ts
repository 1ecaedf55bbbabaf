/** What follows the session: the live connection, what is kept of a person, and which pages may be seen. */
import { onLeaving, restore, type SessionState, sessionStore } from '@/api/session';
import { router } from './router';

const personOf = ({ status, user }: SessionState) => (status === 'signed-in' ? user?.id : undefined);

let following: Promise<void> = Promise.resolve();

/** The live part is not needed to sign in and comes afterwards. Each change has its turn, so that none is lost. */
async function follow(before: string | undefined, person: string | undefined): Promise<void> {
  const { startLive, stopLive } = await import('@/gateway');
  if (before !== undefined) stopLive();
  if (person !== undefined) startLive(person);
}

async function forgetPerson(userId: string): Promise<void> {
  const { forgetDevice } = await import('@/gateway');
  await forgetDevice(userId);
}

export function followSession(): void {
  sessionStore.subscribe((state, before) => {
    const [person, former] = [personOf(state), personOf(before)];
    if (person === former) return;
    following = following.then(() => follow(former, person)).catch(() => undefined);
    if (before.status === 'signed-in') void router.invalidate();
  });
  onLeaving((userId) => void forgetPerson(userId));
  // A page that the browser kept asleep may be older than the end of its session.
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && sessionStore.getState().status === 'signed-in') void restore();
  });
}
