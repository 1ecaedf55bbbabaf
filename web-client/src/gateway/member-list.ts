/** The members beside the conversation are told for the places that are looked at, and only while they are. */
import { store } from '@/store';
import { type Range, withoutMemberList, withWatchedMembers } from '@/store/members/list';
import { tell } from './connection';
import { Op } from './types';

/**
 * Subscribes to these places of the channel's list, in place of any before. `anew` after the connection was away:
 * what is known may be old.
 */
export function watchMembers(
  guildId: string,
  channelId: string,
  ranges: readonly Range[],
  anew = false,
): void {
  store.setState((state) => withWatchedMembers(state, guildId, channelId, ranges, anew), true);
  tell(Op.memberList, { guild_id: guildId, channel_id: channelId, ranges, by_reference: true });
}

export function unwatchMembers(): void {
  const list = store.getState().memberList;
  if (list === null) return;
  tell(Op.memberList, { guild_id: list.guildId, channel_id: list.channelId, ranges: [] });
  store.setState(withoutMemberList, true);
}
