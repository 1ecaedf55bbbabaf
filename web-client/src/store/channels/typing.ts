/** Typing users by channel. An entry ends after ten seconds, or with the message; sweeping drops expired ones. */
import { type Id, type State, without } from '@/store/state';

export const TYPING_MS = 10_000;

export function withTyping(state: State, channelId: Id, userId: Id, now: number): State {
  const typing = { ...state.typing[channelId], [userId]: now + TYPING_MS };
  return { ...state, typing: { ...state.typing, [channelId]: typing } };
}

export function withoutTyping(state: State, channelId: Id, userId: Id): State {
  const typing = state.typing[channelId];
  if (typing === undefined || !(userId in typing)) return state;
  return { ...state, typing: { ...state.typing, [channelId]: without(typing, userId) } };
}

/** Removes entries that have expired by `now`; the same state if there are none. */
export function sweptTyping(state: State, now: number): State {
  let next = state;
  for (const [channelId, typing] of Object.entries(state.typing)) {
    for (const [userId, endsAt] of Object.entries(typing)) {
      if (endsAt <= now) next = withoutTyping(next, channelId, userId);
    }
  }
  return next;
}

/** When the next entry expires; null without any. */
export function nextTypingEnd(state: State): number | null {
  const ends = Object.values(state.typing).flatMap((typing) => Object.values(typing));
  return ends.length === 0 ? null : Math.min(...ends);
}
