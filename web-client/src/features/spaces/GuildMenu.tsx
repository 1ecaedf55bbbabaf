/** The name of the guild above its channels; what can be done with the guild opens from it. */
import { Bell, CheckCheck, ChevronDown, FolderPlus, Hash, LogOut, Settings, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/bindings';
import { showNotificationSettings } from '@/store/notification-window';
import { type GuildEntity, useCanInGuild, useFirstChannel, useMe } from '@/store/selectors';
import { ActionMenu, MenuItem, MenuSeparator } from '@/ui/menu/Menu';
import styles from './GuildMenu.module.css';
import { GuildSettingsDialog, InviteDialog, LeaveGuildDialog } from './windows';

interface Props {
  guild: GuildEntity;
  /** Opens the dialogs of the channel list. */
  onCreateChannel: () => void;
  onCreateCategory: () => void;
  onMarkRead: () => void;
}

type Open = 'invite' | 'settings' | 'leave';

export function GuildMenu({ guild, onCreateChannel, onCreateCategory, onMarkRead }: Props) {
  const text = useText();
  const me = useMe();
  const [open, setOpen] = useState<Open>();
  const firstChannel = useFirstChannel(guild.id);
  const mayInvite = useCanInGuild(guild.id, 'createInvite') && firstChannel !== undefined;
  const mayManage = useCanInGuild(guild.id, 'manageGuild');
  const mayManageChannels = useCanInGuild(guild.id, 'manageChannels');
  const isOwner = me?.id === guild.owner_id;
  const close = () => setOpen(undefined);

  return (
    <div className={styles.header}>
      <ActionMenu
        label={text('guild.menu', { name: guild.name })}
        opener={
          <Button className={styles.opener} aria-label={text('guild.menu', { name: guild.name })}>
            <span className={styles.name}>{guild.name}</span>
            <ChevronDown aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem
          text={text('unread.guildRead')}
          icon={<CheckCheck />}
          keys={shownShortcut('guild.read')}
          onAction={onMarkRead}
        />
        <MenuItem
          text={text('unread.notifications')}
          icon={<Bell />}
          onAction={() => showNotificationSettings(guild.id)}
        />
        {(mayInvite || mayManage || mayManageChannels) && <MenuSeparator />}
        {mayInvite && (
          <MenuItem text={text('guild.invite')} icon={<UserPlus />} onAction={() => setOpen('invite')} />
        )}
        {mayManageChannels && (
          <MenuItem text={text('channel.create')} icon={<Hash />} onAction={onCreateChannel} />
        )}
        {mayManageChannels && (
          <MenuItem text={text('channel.createCategory')} icon={<FolderPlus />} onAction={onCreateCategory} />
        )}
        {mayManage && (
          <MenuItem text={text('guild.settings')} icon={<Settings />} onAction={() => setOpen('settings')} />
        )}
        {!isOwner && <MenuSeparator />}
        {!isOwner && (
          <MenuItem
            text={text('guild.leave')}
            icon={<LogOut />}
            tone="danger"
            onAction={() => setOpen('leave')}
          />
        )}
      </ActionMenu>
      {firstChannel !== undefined && (
        <InviteDialog guild={guild} channelId={firstChannel.id} isOpen={open === 'invite'} onClose={close} />
      )}
      <GuildSettingsDialog guild={guild} isOpen={open === 'settings'} onClose={close} />
      <LeaveGuildDialog guild={guild} isOpen={open === 'leave'} onClose={close} />
    </div>
  );
}
