/** Pure changes to the messages that are not sent yet. */
import type { Id, PendingMessage, State } from '@/store/state';
import { without } from '@/store/state';

export const pendingIn = (state: State, channelId: Id): readonly PendingMessage[] =>
  state.outbox[channelId] ?? [];

export function withPending(state: State, pending: PendingMessage): State {
  const others = pendingIn(state, pending.channelId).filter(({ nonce }) => nonce !== pending.nonce);
  return { ...state, outbox: { ...state.outbox, [pending.channelId]: [...others, pending] } };
}

/** Changes one in its place; does nothing if it is gone. */
export function withChangedPending(
  state: State,
  channelId: Id,
  nonce: string,
  change: Partial<PendingMessage>,
): State {
  const waiting = pendingIn(state, channelId);
  if (!waiting.some((pending) => pending.nonce === nonce)) return state;
  const changed = waiting.map((pending) => (pending.nonce === nonce ? { ...pending, ...change } : pending));
  return { ...state, outbox: { ...state.outbox, [channelId]: changed } };
}

export function withoutPending(state: State, channelId: Id, nonce: string): State {
  const waiting = pendingIn(state, channelId);
  const rest = waiting.filter((pending) => pending.nonce !== nonce);
  if (rest.length === waiting.length) return state;
  return {
    ...state,
    outbox: rest.length === 0 ? without(state.outbox, channelId) : { ...state.outbox, [channelId]: rest },
  };
}
