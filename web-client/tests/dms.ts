/** A state with direct messages in it, as after READY, for tests of screens. */
import { client } from '@tests/client';
import type { DmChannel, User } from '@/api';
import { withBlocks, withDms, withSettings } from '@/store/dms/dms';
import { withMe } from '@/store/entities';
import { emptyState } from '@/store/state';
import { signedIn } from './person';
import { aUser, nextId } from './wire';

export const taras = aUser('taras', { global_name: 'Тарас' });
export const marta = aUser('marta', { global_name: 'Марта' });

export const aDm = (other: User = taras, more: Partial<DmChannel> = {}): DmChannel => ({
  id: nextId(),
  type: 1,
  recipients: [other],
  last_message_id: null,
  last_pin_timestamp: null,
  flags: 0,
  ...more,
});

export const aGroup = (more: Partial<DmChannel> = {}): DmChannel => ({
  ...aDm(),
  type: 3,
  recipients: [taras, marta],
  name: null,
  icon: null,
  ...more,
});

interface Scene {
  channels?: DmChannel[];
  blocks?: User[];
}

/** Olena is signed in and has these DMs. Returns her account. */
export function dmScene({ channels = [], blocks = [] }: Scene = {}) {
  const me = signedIn();
  const state = withDms(withMe(emptyState(), me), channels);
  const blocking = withBlocks(state, blocks);
  client.store.setState(
    withSettings(blocking, { direct_messages: 'shared_guild', status: 'online', push_text: false }),
    true,
  );
  return me;
}
