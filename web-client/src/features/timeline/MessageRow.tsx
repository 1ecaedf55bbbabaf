/**
 * One message: separators above it, reply, heading, text, state, actions. Rows are memoised by what they show, and
 * look names up by themselves.
 */
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { useText } from '@/i18n';
import { matches } from '@/keyboard/use-shortcuts';
import { useConversation } from '@/store/conversation';
import { useIsFolded } from '@/store/private-selectors';
import { useDisplayName, useMe, useNaming } from '@/store/selectors';
import { FoldedLine } from './FoldedLine';
import { type Item, isOrdinary, isReply } from './items';
import styles from './Message.module.css';
import { MessageToolbar } from './MessageActions';
import { MessageBody } from './MessageBody';
import { MessageHeading } from './MessageHeading';
import { ReplyPreview } from './ReplyPreview';
import { ChannelStart, DaySeparator, NewSeparator } from './Separators';
import { SystemLine } from './SystemLine';
import { useMessageActions } from './use-message-actions';
import { rowId } from './use-roving-messages';

export interface RowProps {
  item: Item;
  guildId: string | undefined;
  /** The one row that takes part in the Tab order. */
  current: boolean;
  highlighted: boolean;
  onFocus: (key: string) => void;
  onDelete: (message: Message) => void;
}

/** By then the menu is gone and has given the focus back. */
const AFTER_MENU_MS = 250;

function sameRow(a: RowProps, b: RowProps): boolean {
  return (
    a.item.key === b.item.key &&
    a.item.message === b.item.message &&
    a.item.pending === b.item.pending &&
    a.item.grouped === b.item.grouped &&
    a.item.start === b.item.start &&
    a.item.newDay === b.item.newDay &&
    a.item.firstNew === b.item.firstNew &&
    a.guildId === b.guildId &&
    a.current === b.current &&
    a.highlighted === b.highlighted &&
    a.onFocus === b.onFocus &&
    a.onDelete === b.onDelete
  );
}

export const MessageRow = memo(function MessageRow({ item, guildId, current, highlighted, ...on }: RowProps) {
  const { message, pending, grouped } = item;
  const text = useText();
  const me = useMe();
  const known = useDisplayName(guildId, message.author.id);
  const naming = useNaming();
  const author = known || naming(message.author) || text('timeline.someone');
  const editing = useConversation(message.channel_id, (conversation) => conversation.editing === message.id);
  const row = useRef<HTMLElement>(null);
  const actions = useMessageActions(message, guildId, on.onDelete, row);
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const blocked = useIsFolded(message.channel_id, message.author.id);
  const [unfolded, setUnfolded] = useState(false);
  const folded = blocked && !unfolded;
  const acts = pending === null && !editing && !folded;

  const unfold = () => {
    setUnfolded(true);
    // The button that did it is gone.
    row.current?.focus();
  };

  const openMenu = (open: boolean) => {
    setMenuOpen(open);
    // An open menu lies over the row, which does not hear that the pointer has left.
    if (!open) setTimeout(() => setHovered(row.current?.matches(':hover') ?? false), AFTER_MENU_MS);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || !(acts || folded)) return;
    const action = folded
      ? matches(event, 'message.actions') && unfold
      : keyAction(event, actions, () => setMenuOpen(true));
    if (!action) return;
    event.preventDefault();
    action();
  };

  const mentioned =
    me !== null &&
    !folded &&
    (message.mention_everyone || message.mentions.some((user) => user.id === me.id));
  const classes = [
    styles.row,
    grouped ? styles.grouped : styles.leading,
    mentioned && styles.mentioned,
    highlighted && styles.highlighted,
    pending !== null && (pending.state === 'failed' ? styles.failed : styles.pending),
    menuOpen && styles.open,
  ];
  return (
    <div className={styles.item}>
      {item.start && <ChannelStart channelId={message.channel_id} />}
      {item.newDay && <DaySeparator message={message} />}
      {item.firstNew && <NewSeparator />}
      <article
        ref={row}
        id={rowId(item.key)}
        className={classes.filter(Boolean).join(' ')}
        aria-labelledby={`${rowId(item.key)}-heading`}
        tabIndex={current ? 0 : -1}
        data-region-focus={current ? '' : undefined}
        onPointerEnter={() => setHovered(true)}
        onPointerMove={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
        onFocus={(event) => {
          setFocused(true);
          if (event.target === event.currentTarget) on.onFocus(item.key);
        }}
        onBlur={() => setFocused(false)}
        onClick={(event) => {
          if (acts && event.altKey) actions.markUnread();
        }}
        onContextMenu={(event) => {
          if (!acts || (event.target as Element).closest('a, textarea') !== null) return;
          event.preventDefault();
          setMenuOpen(true);
        }}
        onKeyDown={onKeyDown}
      >
        <Contents
          item={item}
          guildId={guildId}
          author={author}
          editing={editing}
          onUnfold={folded ? unfold : undefined}
        />
        {acts && (hovered || focused || menuOpen) && (
          <MessageToolbar
            message={message}
            actions={actions}
            menuOpen={menuOpen}
            onMenuOpenChange={openMenu}
          />
        )}
      </article>
    </div>
  );
}, sameRow);

function keyAction(
  event: KeyboardEvent,
  actions: ReturnType<typeof useMessageActions>,
  openMenu: () => void,
): (() => void) | null {
  if (matches(event, 'message.reply')) return actions.reply;
  if (matches(event, 'message.edit')) return actions.edit;
  if (matches(event, 'message.copy')) return actions.copy;
  if (matches(event, 'message.delete')) return actions.remove;
  if (matches(event, 'message.unread')) return actions.markUnread;
  if (matches(event, 'message.actions')) return openMenu;
  return null;
}

interface ContentsProps {
  item: Item;
  guildId: string | undefined;
  author: string;
  editing: boolean;
  /** Undefined unless it is folded. */
  onUnfold: (() => void) | undefined;
}

function Contents({ item, guildId, author, editing, onUnfold }: ContentsProps) {
  const { message, grouped } = item;
  const id = `${rowId(item.key)}-heading`;
  if (onUnfold !== undefined) return <FoldedLine id={id} onShow={onUnfold} />;
  if (!isOrdinary(message)) return <SystemLine id={id} message={message} guildId={guildId} author={author} />;
  return (
    <>
      {isReply(message) && <ReplyPreview message={message} guildId={guildId} />}
      <MessageHeading id={id} message={message} guildId={guildId} author={author} grouped={grouped} />
      <MessageBody item={item} guildId={guildId} editing={editing} />
    </>
  );
}
