/** The status that the user has chosen, and what others see. */
import type { PresenceStatus } from '@/api/gen';
import type { State, VisibleStatus } from '@/store/state';

export const STATUS_CHOICES: readonly PresenceStatus[] = ['online', 'idle', 'dnd', 'invisible'];

/** Whether this device is idle; a status that the user chose takes precedence. */
export const withAway = (state: State, away: boolean): State =>
  state.away === away ? state : { ...state, away };

export const choiceOf = (state: State): PresenceStatus => state.settings?.status ?? 'online';

/** The user's own status in a word, including "invisible". */
export const ownWord = (state: State): VisibleStatus | 'invisible' =>
  state.connection.phase === 'online' && choiceOf(state) === 'invisible' ? 'invisible' : ownPresence(state);

/** As others see it. Offline without a connection. */
export function ownPresence(state: State): VisibleStatus {
  if (state.connection.phase !== 'online') return 'offline';
  const choice = choiceOf(state);
  if (choice === 'invisible') return 'offline';
  return choice === 'online' && state.away ? 'idle' : choice;
}
