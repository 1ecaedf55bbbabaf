/** Applies events to the state. Unknown and unreadable events change nothing. */
import type { EventHandlers } from '@/store/events';
import { object } from '@/store/normalise';
import type { State } from '@/store/state';
import type { Dispatch, EventName } from './types';

type AnyHandler = (state: State, payload: object, now: number) => State;

/** The state after one event. */
export function applied(handlers: EventHandlers, state: State, event: Dispatch, now: number): State {
  const raw = object(event.payload);
  if (raw === null || !Object.hasOwn(handlers, event.name)) return state;
  try {
    return (handlers[event.name as EventName] as AnyHandler)(state, raw, now);
  } catch {
    return state;
  }
}
