/** What stands beside a conversation of two or of a group; fetched when one first goes there. */
import { ConversationList, DirectWindows, PeoplePanel } from '@/features/direct';
import { isGroup, usePrivateChannel } from '@/store/dms/selectors';

export { ConversationList as DirectList, DirectWindows };

export function DirectPeople({ channelId }: { channelId: string }) {
  const channel = usePrivateChannel(channelId);
  return channel !== undefined && isGroup(channel) ? <PeoplePanel channel={channel} /> : null;
}
