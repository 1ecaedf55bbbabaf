/** The most used actions of a message, and its menu. It comes first in its row, so that Tab finds it. */
import { Ellipsis, Pencil, Reply, SmilePlus } from 'lucide-react';
import type { Message } from '@/api/gen';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { IconButton } from '@/ui/icon-button/IconButton';
import type { Anchor } from '@/ui/menu/actions';
import styles from './Message.module.css';
import { QuickReactions, useReacting } from './Reactions';
import type { MessageActions } from './use-message-actions';

/** The choice of an emoji comes with the first sign that it will open. */
const prepareChoice = () => void import('./ReactionWindows').catch(() => undefined);

interface Props {
  message: Message;
  actions: MessageActions;
  menuOpen: boolean;
  onMenu: (anchor: Anchor) => void;
}

export function MessageToolbar({ message, actions, menuOpen, onMenu }: Props) {
  const text = useText();
  const { choose } = useReacting(message);
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
      {choose !== null && (
        <IconButton
          size="small"
          label={text('timeline.react')}
          keys={shownShortcut('message.react')}
          icon={<SmilePlus aria-hidden="true" />}
          aria-haspopup="dialog"
          onHoverStart={prepareChoice}
          onFocus={prepareChoice}
          onPress={choose}
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
      <IconButton
        size="small"
        label={text('timeline.actions.more')}
        icon={<Ellipsis aria-hidden="true" />}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        onPress={({ target }) => onMenu({ element: target, point: null })}
      />
      <QuickReactions message={message} />
    </div>
  );
}
