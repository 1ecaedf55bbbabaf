/** Applies events with the handlers that the page has. */
import { eventHandlers } from '@/features/registry';
import { applied as appliedWith } from '@/gateway/apply';
import type { Dispatch } from '@/gateway/types';
import type { State } from '@/store/state';

export const applied = (state: State, event: Dispatch, now: number): State =>
  appliedWith(eventHandlers, state, event, now);
