/** Applies events of DMs, blocks and settings. */
import type { SomeHandlers } from '@/store/events';
import { each, id, object } from '@/store/normalise';
import { withDmMet, withoutMarks } from '@/store/read-states/reading';
import type { State } from '@/store/state';
import { readUser } from '@/store/users/normalise';
import * as change from './dms';
import { readDm, readSettings } from './normalise';

type Payload = Readonly<Record<string, unknown>>;

/** The DM part of READY: complete, and sent only to ChatSpace's own clients. */
export function withReadyDms(state: State, ready: Payload): State {
  const own = object(ready.chatspace) ?? {};
  const settings = readSettings(own.settings);
  const open = change.withDms(state, each(ready.private_channels, readDm));
  const blocking = change.withBlocks(open, each(own.blocks, readUser));
  return settings === null ? blocking : change.withSettings(blocking, settings);
}

export const dmHandlers = {
  CHATSPACE_DM_CHANNEL_UPDATE: (state, payload) => {
    const channel = readDm(payload);
    if (channel === null) return state;
    return withDmMet(change.withDm(state, channel), channel.id);
  },
  CHATSPACE_DM_CHANNEL_DELETE: (state, payload) => {
    const channelId = id(payload.id);
    if (channelId === null) return state;
    return withoutMarks(change.withoutDm(state, channelId), [channelId]);
  },
  CHATSPACE_BLOCKS_UPDATE: (state, payload) => change.withBlocks(state, each(payload.users, readUser)),
  CHATSPACE_SETTINGS_UPDATE: (state, payload) => {
    const settings = readSettings(payload);
    return settings === null ? state : change.withSettings(state, settings);
  },
} satisfies SomeHandlers;
