/** The menu at the end of a channel or a category. Rows open it by the right mouse button too. */
import { ArrowDown, ArrowUp, Bell, CheckCheck, Ellipsis, Plus, Settings, Share2, Trash2 } from 'lucide-react';
import type { Channel } from '@/api';
import { useClient } from '@/client/context';
import { markChannelRead } from '@/gateway';
import { useText } from '@/i18n';
import { showNotificationSettings } from '@/store/notifications/window';
import { CATEGORY, useUnread } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';
import { ActionMenu, MenuItem, MenuSeparator } from '@/ui/menu/Menu';
import { showToast } from '@/ui/toast/toast';
import type { ChannelAction } from './ChannelDialogs';
import type { Steps } from './use-step';

interface Props {
  channel: Channel;
  mayManage: boolean;
  steps: Steps;
  isOpen: boolean;
  point: { x: number; y: number } | null;
  onOpenChange: (open: boolean) => void;
  onAction: (action: ChannelAction) => void;
}

export function ItemMenu({ channel, mayManage, steps, onAction, ...menu }: Props) {
  const client = useClient();
  const text = useText();
  const isCategory = channel.type === CATEGORY;
  const label = text('channel.menu', { name: channel.name });
  const { unread, mentions } = useUnread(channel.id);
  const up = steps.of(channel.id, 'up');
  const down = steps.of(channel.id, 'down');

  const copyLink = async () => {
    await navigator.clipboard.writeText(`${location.origin}/channels/${channel.guild_id}/${channel.id}`);
    showToast({ text: text('inviteDialog.copied') });
  };

  return (
    <ActionMenu
      label={label}
      {...menu}
      opener={<IconButton label={label} icon={<Ellipsis />} size="small" placement="right" />}
    >
      {!isCategory && (
        <MenuItem
          text={text('unread.markRead')}
          icon={<CheckCheck />}
          needsConnection
          isDisabled={!unread && mentions === 0}
          onAction={() => markChannelRead(client, channel.id)}
        />
      )}
      <MenuItem
        text={text('unread.notifications')}
        icon={<Bell />}
        needsConnection
        onAction={() => showNotificationSettings(client, channel.id)}
      />
      {!isCategory && (
        <MenuItem text={text('channel.copyLink')} icon={<Share2 />} onAction={() => void copyLink()} />
      )}
      {mayManage && (
        <>
          <MenuSeparator />
          {isCategory && (
            <MenuItem
              text={text('channel.create')}
              icon={<Plus />}
              onAction={() => onAction({ kind: 'create', parentId: channel.id })}
            />
          )}
          <MenuItem
            text={text(isCategory ? 'channel.categorySettings' : 'channel.settings')}
            icon={<Settings />}
            onAction={() => onAction({ kind: 'change', channel })}
          />
          <MenuItem
            text={text('channel.moveUp')}
            icon={<ArrowUp />}
            isDisabled={up === undefined}
            onAction={() => up?.()}
          />
          <MenuItem
            text={text('channel.moveDown')}
            icon={<ArrowDown />}
            isDisabled={down === undefined}
            onAction={() => down?.()}
          />
          <MenuSeparator />
          <MenuItem
            text={text(isCategory ? 'channel.deleteCategory' : 'channel.delete')}
            icon={<Trash2 />}
            tone="danger"
            onAction={() => onAction({ kind: 'delete', channel })}
          />
        </>
      )}
    </ActionMenu>
  );
}
