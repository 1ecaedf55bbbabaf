/** Changes to the whole store of live entities. Features read it through `selectors` only. */
import type { Client } from '@/client/client';
import { forgetComposerStates } from './composer/composer-state';
import { emptyState } from './state';

/** Signed out: nothing of the former account stays in memory. */
export function clearStore(client: Client): void {
  client.store.setState(emptyState(), true);
  forgetComposerStates(client);
}
