/** What stands beside a conversation of two or of a group; fetched when one first goes there. */
import { DmList, DmWindows, RecipientsPanel } from '@/features/dms';
import { isGroup, useDm } from '@/store/dms/selectors';

export { DmList, DmWindows };

export function DmRecipients({ channelId }: { channelId: string }) {
  const channel = useDm(channelId);
  return channel !== undefined && isGroup(channel) ? <RecipientsPanel channel={channel} /> : null;
}
