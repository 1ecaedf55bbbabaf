/** Member list subscriptions: the server sends the rows in view, and only while they are. */
import type { Client } from '@/client/client';
import { type Range, withoutMemberList, withWatchedMembers } from '@/store/members/list';
import { sendFrame } from './connection';
import { Op } from './types';

/**
 * Subscribes to these places of the channel's list, in place of any before. `anew` after a reconnect: known rows may be
 * outdated.
 */
export function watchMembers(
  client: Client,
  guildId: string,
  channelId: string,
  ranges: readonly Range[],
  anew = false,
): void {
  client.store.setState((state) => withWatchedMembers(state, guildId, channelId, ranges, anew), true);
  sendFrame(client, Op.memberList, { guild_id: guildId, channel_id: channelId, ranges, by_reference: true });
}

export function unwatchMembers(client: Client): void {
  const list = client.store.getState().memberList;
  if (list === null) return;
  sendFrame(client, Op.memberList, { guild_id: list.guildId, channel_id: list.channelId, ranges: [] });
  client.store.setState(withoutMemberList, true);
}
