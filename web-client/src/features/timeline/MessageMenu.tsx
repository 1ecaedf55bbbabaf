/** All that can be done with one message: the same list for mouse, keyboard and touch. */
import { Copy, EyeOff, Link, Pencil, Reply, Trash2, UserRound } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { type MessageAction, useAddedActions, useQuickActions } from '@/extensions/feature';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { useLayout } from '@/ui/layout/use-layout';
import type { Action, ActionGroups, Anchor } from '@/ui/menu/actions';
import { ContextMenu } from '@/ui/menu/ContextMenu';
import { useUserItems } from '@/users/use-user-items';
import styles from './Message.module.css';
import { useMessageActions } from './use-message-actions';

const QUICK = 6;

export interface OpenedMenu {
  message: Message;
  anchor: Anchor;
}

interface Props {
  opened: OpenedMenu | null;
  guildId: string | undefined;
  onDelete: (message: Message) => void;
  onClose: () => void;
}

/** While it fades, the menu is still that of the last message. */
export function MessageMenu({ opened, ...rest }: Props) {
  const [last, setLast] = useState(opened);
  if (opened !== null && opened !== last) setLast(opened);
  return last === null ? null : <Opened isOpen={opened !== null} {...last} {...rest} />;
}

interface OpenedProps extends Omit<Props, 'opened'>, OpenedMenu {
  isOpen: boolean;
}

function Opened({ isOpen, message, anchor, guildId, onDelete, onClose }: OpenedProps) {
  const text = useText();
  const groups = useMenuOf(message, guildId, onDelete, anchor);
  return (
    <ContextMenu
      isOpen={isOpen}
      label={text('timeline.actions')}
      anchor={anchor}
      groups={groups}
      onClose={onClose}
    />
  );
}

function useMenuOf(
  message: Message,
  guildId: string | undefined,
  onDelete: (message: Message) => void,
  anchor: Anchor,
): ActionGroups {
  const text = useText();
  const beside = useRef<Element>(anchor.element);
  beside.current = anchor.element;
  const { reply, edit, remove, ...actions } = useMessageActions(message, guildId, onDelete, beside);
  const added = useAdded(message);
  const person = useUserItems(message.author.id, message.channel_id);
  const item = (id: string, name: string, icon: Action['icon'], run: () => void, keys?: string): Action => ({
    id,
    text: name,
    icon,
    run,
    keys,
  });
  const first: Action[] = [];
  if (reply !== null)
    first.push(
      item(
        'reply',
        text('timeline.reply'),
        <Reply aria-hidden="true" />,
        reply,
        shownShortcut('message.reply'),
      ),
    );
  first.push(...added.main);
  if (edit !== null)
    first.push(
      item('edit', text('timeline.edit'), <Pencil aria-hidden="true" />, edit, shownShortcut('message.edit')),
    );
  first.push(
    item(
      'copy',
      text('timeline.copy'),
      <Copy aria-hidden="true" />,
      actions.copy,
      shownShortcut('message.copy'),
    ),
    item('link', text('timeline.copyLink'), <Link aria-hidden="true" />, actions.copyLink),
    {
      ...item(
        'unread',
        text('timeline.markUnread'),
        <EyeOff aria-hidden="true" />,
        actions.markUnread,
        shownShortcut('message.unread'),
      ),
      needsConnection: true,
    },
  );
  const about = [
    ...added.about,
    item('profile', text('timeline.profile'), <UserRound aria-hidden="true" />, actions.openProfile),
    ...person,
  ];
  const last: Action[] = [...added.danger];
  if (remove !== null)
    last.push({
      ...item(
        'delete',
        text('timeline.delete'),
        <Trash2 aria-hidden="true" />,
        remove,
        shownShortcut('message.delete'),
      ),
      tone: 'danger',
    });
  return [added.quick, first, about, last];
}

/** What features add. A phone, which has no toolbar, offers the quick ones here. */
function useAdded(message: Message) {
  const isPhone = useLayout() === 'phone';
  const all = useAddedActions(message).map((action) => ({
    ...action,
    keys: action.shortcut && shownShortcut(action.shortcut),
  }));
  const quick = useQuickActions(message, QUICK).map((action) => ({
    ...action,
    icon: <span className={styles.frequent}>{action.icon}</span>,
  }));
  const of = (group: MessageAction['group']) => all.filter((action) => action.group === group);
  return { quick: isPhone ? quick : [], main: of('main'), about: of('about'), danger: of('danger') };
}
