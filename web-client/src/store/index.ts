/** The store of live entities. Features read it through `selectors` only. */
import { createStore } from 'zustand/vanilla';
import { forgetComposerStates } from './composer/composer-state';
import { emptyState, type State } from './state';

export const store = createStore<State>(emptyState);

/** Signed out: nothing of the former person stays in memory. */
export function clearStore(): void {
  store.setState(emptyState(), true);
  forgetComposerStates();
}
