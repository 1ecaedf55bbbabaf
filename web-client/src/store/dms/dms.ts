/**
 * Pure changes to DMs and groups, to blocks, and to the account's settings. A DM contains the ids of its
 * recipients; the users themselves are stored with all others.
 */

import type { DmChannel, Settings, User } from '@/api/gen';
import { isNewerId } from '@/lib/ids';
import { withUsers } from '@/store/entities';
import { type DmEntity, type Id, type State, without } from '@/store/state';

function entityOf({ recipients, ...channel }: DmChannel): DmEntity {
  return {
    ...channel,
    name: channel.name ?? null,
    icon: channel.icon ?? null,
    owner_id: channel.owner_id ?? null,
    recipientIds: recipients.map(({ id }) => id),
  };
}

const recipientsOf = (channels: readonly DmChannel[]): User[] =>
  channels.flatMap(({ recipients }) => recipients);

/** A session starts: exactly these are open. */
export function withDms(state: State, channels: readonly DmChannel[]): State {
  const open = Object.fromEntries(channels.map((channel) => [channel.id, entityOf(channel)]));
  const closed = Object.keys(state.dms).filter((id) => !(id in open));
  return withUsers({ ...closed.reduce(withoutDm, state), dms: open }, [...recipientsOf(channels)]);
}

/** Created, reopened or updated. The stored last message may be newer than the update's. */
export function withDm(state: State, channel: DmChannel): State {
  const known = state.dms[channel.id]?.last_message_id;
  const entity = entityOf(channel);
  const last = entity.last_message_id;
  if (typeof known === 'string' && (last === null || isNewerId(known, last))) entity.last_message_id = known;
  const next = { ...state, dms: { ...state.dms, [channel.id]: entity } };
  return withUsers(next, recipientsOf([channel]));
}

/** Closed or left; its log is fetched anew if it reopens. */
export function withoutDm(state: State, channelId: Id): State {
  return {
    ...state,
    dms: without(state.dms, channelId),
    logs: without(state.logs, channelId),
    typing: without(state.typing, channelId),
  };
}

/** It has a newer message. */
export function withLastMessage(state: State, channelId: Id, messageId: Id): State {
  const channel = state.dms[channelId];
  const last = channel?.last_message_id;
  if (channel === undefined || (typeof last === 'string' && !isNewerId(messageId, last))) return state;
  const changed = { ...channel, last_message_id: messageId };
  return { ...state, dms: { ...state.dms, [channelId]: changed } };
}

export function withBlocks(state: State, users: readonly User[]): State {
  return withUsers({ ...state, blocks: new Set(users.map(({ id }) => id)) }, users);
}

export const withSettings = (state: State, settings: Settings): State => ({ ...state, settings });
