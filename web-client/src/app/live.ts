/** What follows the session: the live connection, what is kept of a person, and which pages may be seen. */
import { onLeaving, restore, type SessionState, sessionStore } from '@/api/session';
import { router } from './router';

const personOf = ({ status, user }: SessionState) => (status === 'signed-in' ? user?.id : undefined);

let followed: string | undefined;

/** The live part is not needed to sign in and comes afterwards; by then the session may be another one. */
async function follow(): Promise<void> {
  const { startLive, stopLive } = await import('@/gateway');
  const person = personOf(sessionStore.getState());
  if (person === followed) return;
  if (followed !== undefined) stopLive();
  followed = person;
  if (person !== undefined) startLive(person);
}

async function forgetPerson(userId: string): Promise<void> {
  const { forgetDevice } = await import('@/gateway');
  await forgetDevice(userId);
}

export function followSession(): void {
  sessionStore.subscribe((state, before) => {
    if (personOf(state) === personOf(before)) return;
    void follow();
    if (before.status === 'signed-in') void router.invalidate();
  });
  onLeaving((userId) => void forgetPerson(userId));
  // A page that the browser kept asleep may be older than the end of its session.
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && sessionStore.getState().status === 'signed-in') void restore();
  });
}
