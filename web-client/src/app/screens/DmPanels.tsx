/** The panels beside a DM or group, loaded on the first visit. */
import { DmList, DmWindows, RecipientsPanel } from '@/features/dms';
import { isGroup, useDm } from '@/store/dms/selectors';

export { DmList, DmWindows };

export function DmRecipients({ channelId }: { channelId: string }) {
  const channel = useDm(channelId);
  return channel !== undefined && isGroup(channel) ? <RecipientsPanel channel={channel} /> : null;
}
