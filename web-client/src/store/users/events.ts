/** Applies events of the current user, and of the presences of all. */
import { withMe, withPresences } from '@/store/entities';
import type { SomeHandlers } from '@/store/events';
import type { State } from '@/store/state';
import { readMe, readPresence } from './normalise';

export const userHandlers = {
  USER_UPDATE: (state, payload) => {
    const me = readMe(payload);
    // Concerns the current user only: the account does not change within a session.
    return me === null || me.id !== state.me?.id ? state : withMe(state, me);
  },
  PRESENCE_UPDATE: withReadPresence,
  CHATSPACE_PRESENCE_UPDATE: withReadPresence,
} satisfies SomeHandlers;

function withReadPresence(state: State, payload: object): State {
  const presence = readPresence(payload);
  return presence === null ? state : withPresences(state, [presence]);
}
