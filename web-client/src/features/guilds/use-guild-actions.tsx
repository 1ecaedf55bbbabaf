/** The actions of a guild: the same list above its channels and at its icon in the rail. */
import { Bell, CheckCheck, LogOut, Settings, UserPlus } from 'lucide-react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { showNotificationSettings } from '@/store/notifications/window';
import { type GuildEntity, useCanInGuild, useFirstChannel, useMe } from '@/store/selectors';
import type { Action, ActionGroups } from '@/ui/menu/actions';
import type { GuildWindow } from './GuildWindows';
import { useGuildRead } from './use-guild-read';

/** `more` is inserted between inviting and the settings. */
export function useGuildActions(
  guild: GuildEntity,
  onOpen: (window: GuildWindow) => void,
  more: readonly Action[] = [],
): ActionGroups {
  const client = useClient();
  const text = useText();
  const isOwner = useMe()?.id === guild.owner_id;
  const hasChannel = useFirstChannel(guild.id) !== undefined;
  const mayInvite = useCanInGuild(guild.id, 'createInvite') && hasChannel;
  const mayManage = useCanInGuild(guild.id, 'manageGuild');
  const markRead = useGuildRead(guild.id);
  const reading: Action[] = [
    {
      id: 'read',
      text: text('unread.guildRead'),
      icon: <CheckCheck aria-hidden="true" />,
      keys: shownShortcut('guild.read'),
      needsConnection: true,
      run: markRead,
    },
    {
      id: 'notifications',
      text: text('unread.notifications'),
      icon: <Bell aria-hidden="true" />,
      needsConnection: true,
      run: () => showNotificationSettings(client, guild.id),
    },
  ];
  const managing: Action[] = [...more];
  if (mayInvite)
    managing.unshift({
      id: 'invite',
      text: text('guild.invite'),
      icon: <UserPlus aria-hidden="true" />,
      run: () => onOpen('invite'),
    });
  if (mayManage)
    managing.push({
      id: 'settings',
      text: text('guild.settings'),
      icon: <Settings aria-hidden="true" />,
      run: () => onOpen('settings'),
    });
  const leaving: Action[] = isOwner
    ? []
    : [
        {
          id: 'leave',
          text: text('guild.leave'),
          icon: <LogOut aria-hidden="true" />,
          tone: 'danger',
          needsConnection: true,
          run: () => onOpen('leave'),
        },
      ];
  return [reading, managing, leaving];
}
