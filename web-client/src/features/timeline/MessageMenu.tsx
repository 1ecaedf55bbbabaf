/** All that can be done with one message: the same list for mouse, keyboard and touch. */
import { Copy, Eraser, EyeOff, Link, Pencil, Reply, SmilePlus, Trash2, UserRound, Users } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { character, useFrequentEmoji } from '@/store/messages/reactions';
import { useLayout } from '@/ui/layout/use-layout';
import type { Action, ActionGroups, Anchor } from '@/ui/menu/actions';
import { ContextMenu } from '@/ui/menu/ContextMenu';
import { useUserItems } from '@/users/use-user-items';
import styles from './Message.module.css';
import { useEmojiName, useReacting } from './Reactions';
import { useMessageActions } from './use-message-actions';

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
  const reacting = useReactionItems(message);
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
  first.push(...reacting.add);
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
    ...reacting.users,
    item('profile', text('timeline.profile'), <UserRound aria-hidden="true" />, actions.openProfile),
    ...person,
  ];
  const last: Action[] = [...reacting.clear];
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
  return [reacting.frequent, first, about, last];
}

/** What has to do with reactions. A phone, which has no toolbar, offers the most used emoji here. */
function useReactionItems(message: Message) {
  const text = useText();
  const nameOfEmoji = useEmojiName();
  const { add, choose, showUsers, clear } = useReacting(message);
  const emoji = useFrequentEmoji(6).map(character);
  const isPhone = useLayout() === 'phone';
  const item = (id: string, name: string, icon: Action['icon'], run: (() => void) | null): Action[] =>
    run === null ? [] : [{ id, text: name, icon, run, needsConnection: true }];
  const icon = (name: string | null) => (
    <span className={styles.frequent} aria-hidden="true">
      {name}
    </span>
  );
  return {
    frequent: (isPhone ? emoji : []).flatMap((one) => {
      const label = text('timeline.react.with', { emoji: nameOfEmoji(one) });
      return item(`react-${one.name}`, label, icon(one.name), add && (() => add(one)));
    }),
    add: item('react', text('timeline.react'), <SmilePlus aria-hidden="true" />, choose).map((one) => ({
      ...one,
      keys: shownShortcut('message.react'),
    })),
    users: item(
      'users',
      text('timeline.reactions'),
      <Users aria-hidden="true" />,
      showUsers && (() => showUsers()),
    ),
    clear: item('clear', text('timeline.reactions.clear'), <Eraser aria-hidden="true" />, clear).map(
      (one) => ({
        ...one,
        tone: 'danger' as const,
      }),
    ),
  };
}
