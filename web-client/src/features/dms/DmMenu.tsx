/** The actions of a DM or group; the same in its row and in its header. */
import { Bell, CheckCheck, Ellipsis, LogOut, PencilLine, UserPlus, UserRound, X } from 'lucide-react';
import { useRef } from 'react';
import { useClient } from '@/client/context';
import { markChannelRead } from '@/gateway';
import { useText } from '@/i18n';
import { isGroup, partnerOf, useDmName } from '@/store/dms/selectors';
import { showNotificationSettings } from '@/store/notifications/window';
import { type DmEntity, useUnread } from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import { IconButton } from '@/ui/icon-button/IconButton';
import { ActionMenu, MenuItem, MenuSeparator } from '@/ui/menu/Menu';
import { UserItems } from '@/users/UserItems';
import { MOST_OTHERS } from './limits';
import { openWindow } from './opened';
import { useClose } from './use-close';

interface Props {
  channel: DmEntity;
  size?: 'small' | 'usual';
  isOpen?: boolean;
  point?: { x: number; y: number } | null;
  onOpenChange?: (open: boolean) => void;
}

export function DmMenu({ channel, size = 'usual', ...open }: Props) {
  const client = useClient();
  const text = useText();
  const place = useRef<HTMLSpanElement>(null);
  const close = useClose(channel);
  const label = text('dms.menu', { name: useDmName(channel.id) });
  const partner = partnerOf(channel);
  const { mentions } = useUnread(channel.id);
  const profile = () => {
    const beside = place.current;
    if (partner !== undefined && beside !== null)
      showProfile(client, { userId: partner, guildId: undefined, beside });
  };
  return (
    <span ref={place}>
      <ActionMenu
        label={label}
        {...open}
        opener={<IconButton label={label} icon={<Ellipsis />} size={size} placement="right" />}
      >
        {partner !== undefined && (
          <MenuItem text={text('dms.profile')} icon={<UserRound />} onAction={profile} />
        )}
        {channel.recipientIds.length < MOST_OTHERS && (
          <MenuItem
            text={text(isGroup(channel) ? 'dms.add' : 'dms.makeGroup')}
            icon={<UserPlus />}
            needsConnection
            onAction={() => openWindow(client, { kind: 'add', channelId: channel.id })}
          />
        )}
        {isGroup(channel) && (
          <MenuItem
            text={text('dms.change')}
            icon={<PencilLine />}
            needsConnection
            onAction={() => openWindow(client, { kind: 'change', channelId: channel.id })}
          />
        )}
        {partner !== undefined && <UserItems userId={partner} here={channel.id} />}
        <MenuSeparator />
        <MenuItem
          text={text('unread.markRead')}
          icon={<CheckCheck />}
          needsConnection
          isDisabled={mentions === 0}
          onAction={() => markChannelRead(client, channel.id)}
        />
        <MenuItem
          text={text('unread.notifications')}
          icon={<Bell />}
          needsConnection
          onAction={() => showNotificationSettings(client, channel.id)}
        />
        <MenuSeparator />
        <MenuItem
          text={close.label}
          icon={isGroup(channel) ? <LogOut /> : <X />}
          tone={isGroup(channel) ? 'danger' : 'plain'}
          needsConnection
          onAction={close.run}
        />
      </ActionMenu>
    </span>
  );
}
