/** In the head of a channel: what one hears of it, and the way to change that. */
import { Bell, BellOff } from 'lucide-react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { showNotificationSettings } from '@/store/notifications/window';
import { useMuted } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';

export function NotificationBell({ channelId }: { channelId: string }) {
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
