/** The most used actions of a message, and its menu. It comes first in its row, so that Tab finds it. */
import { Ellipsis, Pencil, Reply } from 'lucide-react';
import type { Message } from '@/api/gen';
import { type MessageAction, useQuickActions } from '@/extensions/feature';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { IconButton } from '@/ui/icon-button/IconButton';
import type { Anchor } from '@/ui/menu/actions';
import styles from './Message.module.css';
import type { MessageActions } from './use-message-actions';

const QUICK = 3;

interface Props {
  message: Message;
  actions: MessageActions;
  /** The actions of features. */
  added: readonly MessageAction[];
  menuOpen: boolean;
  onMenu: (anchor: Anchor) => void;
}

export function MessageToolbar({ message, actions, added, menuOpen, onMenu }: Props) {
  const text = useText();
  const quick = useQuickActions(message, QUICK);
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
      {added.map(
        (action) =>
          action.inToolbar && (
            <IconButton
              key={action.id}
              size="small"
              label={action.text}
              keys={action.shortcut && shownShortcut(action.shortcut)}
              icon={action.icon}
              aria-haspopup={action.opensDialog && 'dialog'}
              onHoverStart={action.prepare}
              onFocus={action.prepare}
              onPress={action.run}
            />
          ),
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
      <IconButton
        size="small"
        label={text('timeline.actions.more')}
        icon={<Ellipsis aria-hidden="true" />}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        onPress={({ target }) => onMenu({ element: target, point: null })}
      />
      {quick.map((action) => (
        <IconButton
          key={action.id}
          size="small"
          label={action.text}
          icon={action.icon}
          aria-pressed={action.isPressed}
          onPress={action.run}
        />
      ))}
    </div>
  );
}
