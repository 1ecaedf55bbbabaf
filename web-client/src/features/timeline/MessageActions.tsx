/** The toolbar of a message and its menu: the same actions for mouse, keyboard and touch. */
import { Copy, Ellipsis, EyeOff, Link, Pencil, Reply, Trash2, UserRound } from 'lucide-react';
import type { Message } from '@/api/gen';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/bindings';
import { PersonItems } from '@/people/PersonItems';
import { IconButton } from '@/ui/icon-button/IconButton';
import { ActionMenu, MenuItem, MenuSeparator } from '@/ui/menu/Menu';
import styles from './Message.module.css';
import type { MessageActions } from './use-message-actions';

interface Props {
  message: Message;
  actions: MessageActions;
  menuOpen: boolean;
  onMenuOpenChange: (open: boolean) => void;
}

export function MessageToolbar({ message, actions, menuOpen, onMenuOpenChange }: Props) {
  const text = useText();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={text('timeline.actions')}>
      {actions.reply !== null && (
        <IconButton
          size="small"
          label={text('timeline.reply')}
          keys={shownShortcut('message.reply')}
          icon={<Reply aria-hidden="true" />}
          onPress={actions.reply}
        />
      )}
      {actions.edit !== null && (
        <IconButton
          size="small"
          label={text('timeline.edit')}
          keys={shownShortcut('message.edit')}
          icon={<Pencil aria-hidden="true" />}
          onPress={actions.edit}
        />
      )}
      <ActionMenu
        label={text('timeline.actions')}
        isOpen={menuOpen}
        onOpenChange={onMenuOpenChange}
        opener={
          <IconButton
            size="small"
            label={text('timeline.actions.more')}
            icon={<Ellipsis aria-hidden="true" />}
          />
        }
      >
        {actions.reply !== null && (
          <MenuItem
            text={text('timeline.reply')}
            icon={<Reply aria-hidden="true" />}
            keys={shownShortcut('message.reply')}
            onAction={actions.reply}
          />
        )}
        {actions.edit !== null && (
          <MenuItem
            text={text('timeline.edit')}
            icon={<Pencil aria-hidden="true" />}
            keys={shownShortcut('message.edit')}
            onAction={actions.edit}
          />
        )}
        <MenuItem
          text={text('timeline.copy')}
          icon={<Copy aria-hidden="true" />}
          keys={shownShortcut('message.copy')}
          onAction={actions.copy}
        />
        <MenuItem
          text={text('timeline.copyLink')}
          icon={<Link aria-hidden="true" />}
          onAction={actions.copyLink}
        />
        <MenuItem
          text={text('timeline.markUnread')}
          icon={<EyeOff aria-hidden="true" />}
          keys={shownShortcut('message.unread')}
          onAction={actions.markUnread}
        />
        <MenuItem
          text={text('timeline.profile')}
          icon={<UserRound aria-hidden="true" />}
          onAction={actions.openProfile}
        />
        <PersonItems userId={message.author.id} here={message.channel_id} />
        {actions.remove !== null && <MenuSeparator />}
        {actions.remove !== null && (
          <MenuItem
            text={text('timeline.delete')}
            tone="danger"
            icon={<Trash2 aria-hidden="true" />}
            keys={shownShortcut('message.delete')}
            onAction={actions.remove}
          />
        )}
      </ActionMenu>
    </div>
  );
}
