/** The notification settings of a channel, in its header. */
import { Bell, BellOff } from 'lucide-react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { showNotificationSettings } from '@/store/notifications/window';
import { useMuted } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';

export function NotificationButton({ channelId }: { channelId: string }) {
  const client = useClient();
  const text = useText();
  const muted = useMuted(channelId);
  return (
    <IconButton
      label={text(muted ? 'unread.notifications.muted' : 'unread.notifications')}
      icon={muted ? <BellOff /> : <Bell />}
      onPress={() => showNotificationSettings(client, channelId)}
    />
  );
}
