/** What follows the session: the live connection, what is kept of a person, and which pages may be seen. */
import { onLeaving, restore, type SessionState, sessionStore } from '@/api/session';
import { router } from './router';

type Live = typeof import('@/gateway');

const personOf = ({ status, user }: SessionState) => (status === 'signed-in' ? user?.id : undefined);

let turns: Promise<void> = Promise.resolve();

/** The live part is not needed to sign in and comes afterwards. Each change has its turn, so that none is lost. */
function inTurn(work: (live: Live) => void | Promise<void>): void {
  turns = turns.then(async () => work(await import('@/gateway'))).catch(() => undefined);
}

export function followSession(): void {
  sessionStore.subscribe((state, before) => {
    const [person, former] = [personOf(state), personOf(before)];
    if (person === former) return;
    inTurn(({ startLive, stopLive }) => {
      if (former !== undefined) stopLive();
      if (person !== undefined) startLive(person);
    });
    if (before.status === 'signed-in') void router.invalidate();
  });
  onLeaving((userId) => inTurn(({ forgetDevice }) => forgetDevice(userId)));
  // A page that the browser kept asleep may be older than the end of its session.
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && sessionStore.getState().status === 'signed-in') void restore();
  });
}
