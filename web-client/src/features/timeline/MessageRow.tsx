/**
 * One message: separators above it, reply, heading, text, state, actions. Rows are memoised by what they show, and
 * look names up by themselves.
 */
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { type MessageAction, useAddedActions } from '@/extensions/feature';
import { useText } from '@/i18n';
import { matches } from '@/keyboard/use-shortcuts';
import { classes } from '@/lib/classes';
import { useComposerState } from '@/store/composer/composer-state';
import { useIsFolded } from '@/store/dms/selectors';
import { isOrdinary, isReply } from '@/store/messages/kinds';
import { useDisplayName, useMe, useNaming } from '@/store/selectors';
import { Guarded } from '@/ui/guarded/Guarded';
import { useLayout } from '@/ui/layout/use-layout';
import type { Anchor } from '@/ui/menu/actions';
import { useContextTrigger } from '@/ui/menu/use-context-trigger';
import { FoldedLine } from './FoldedLine';
import type { Item } from './items';
import styles from './Message.module.css';
import { MessageBody } from './MessageBody';
import { MessageHeading } from './MessageHeading';
import { MessageParts } from './MessageParts';
import { MessageToolbar } from './MessageToolbar';
import { ReplyPreview } from './ReplyPreview';
import { ChannelStart, DaySeparator, NewSeparator } from './Separators';
import { SystemLine } from './SystemLine';
import { useHovered } from './use-hovered';
import { type MessageActions, useMessageActions } from './use-message-actions';
import { useOpenedWindow } from './use-opened-window';
import { rowId } from './use-roving-messages';
import { type RowFocus, useRowFocus } from './use-row-focus';

export interface RowProps {
  item: Item;
  guildId: string | undefined;
  /** The one row that takes part in the Tab order. */
  current: boolean;
  highlighted: boolean;
  menuOpen: boolean;
  onFocus: (key: string) => void;
  onDelete: (message: Message) => void;
  onMenu: (message: Message, anchor: Anchor) => void;
}

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
    a.menuOpen === b.menuOpen &&
    a.onFocus === b.onFocus &&
    a.onDelete === b.onDelete &&
    a.onMenu === b.onMenu
  );
}

export const MessageRow = memo(function MessageRow(props: RowProps) {
  const { item, guildId, current, highlighted, menuOpen, ...on } = props;
  const { message, pending } = item;
  const author = useAuthor(message, guildId);
  const editing = useComposerState(message.channel_id, (composer) => composer.editing === message.id);
  const row = useRef<HTMLElement>(null);
  const actions = useMessageActions(message, guildId, on.onDelete, row);
  const added = useAddedActions(message);
  const opened = useOpenedWindow(message, guildId, row);
  const fold = useFold(message, row);
  const { focus, ...focusing } = useRowFocus();
  const hovered = useHovered(row);
  const acts = pending === null && !editing && !fold.folded;
  const openMenu = (anchor: Anchor) => {
    if (acts) on.onMenu(message, anchor);
    return acts;
  };
  const context = useContextTrigger(openMenu);
  const mentioned = useIsMentioned(message) && !fold.folded;
  const withToolbar = useLayout() !== 'phone' || focus !== 'pressed';

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || !(acts || fold.folded)) return;
    const beside = { element: event.currentTarget, point: null };
    const action = fold.folded
      ? matches(event, 'message.actions') && fold.unfold
      : keyAction(event, focus, actions, added, () => openMenu(beside));
    if (!action) return;
    event.preventDefault();
    action();
  };

  return (
    <div className={styles.item}>
      <Above item={item} />
      <article
        ref={row}
        id={rowId(item.key)}
        className={classNames(item, { mentioned, highlighted, menuOpen })}
        aria-labelledby={`${rowId(item.key)}-heading`}
        tabIndex={current ? 0 : -1}
        data-region-focus={current ? '' : undefined}
        {...context}
        onPointerDown={(event) => {
          focusing.onPointerDown();
          context.onPointerDown(event);
        }}
        onPointerCancel={() => {
          focusing.onPointerCancel();
          context.onPointerCancel();
        }}
        onFocus={(event) => {
          focusing.onFocus(event);
          if (event.target === event.currentTarget) on.onFocus(item.key);
        }}
        onBlur={focusing.onBlur}
        onClick={(event) => {
          focusing.onClick();
          if (acts && event.altKey) actions.markUnread();
        }}
        onKeyDown={onKeyDown}
      >
        {acts && (hovered || menuOpen || opened !== null || (focus !== 'none' && withToolbar)) && (
          <MessageToolbar
            message={message}
            actions={actions}
            added={added}
            menuOpen={menuOpen}
            onMenu={openMenu}
          />
        )}
        <Contents
          item={item}
          guildId={guildId}
          author={author}
          editing={editing}
          onUnfold={fold.folded ? fold.unfold : undefined}
        />
        {!fold.folded && <MessageParts message={message} guildId={guildId} current={current} />}
      </article>
      {opened}
    </div>
  );
}, sameRow);

function useAuthor(message: Message, guildId: string | undefined): string {
  const text = useText();
  const known = useDisplayName(guildId, message.author.id);
  const naming = useNaming();
  return known || naming(message.author) || text('timeline.someone');
}

/** Messages of blocked users are shown on request. */
function useFold(message: Message, row: React.RefObject<HTMLElement | null>) {
  const blocked = useIsFolded(message.channel_id, message.author.id);
  const [unfolded, setUnfolded] = useState(false);
  const unfold = () => {
    setUnfolded(true);
    // The pressed button is gone.
    row.current?.focus();
  };
  return { folded: blocked && !unfolded, unfold };
}

function useIsMentioned({ mention_everyone, mentions }: Message): boolean {
  const me = useMe();
  return me !== null && (mention_everyone || mentions.some((user) => user.id === me.id));
}

interface Looks {
  mentioned: boolean;
  highlighted: boolean;
  menuOpen: boolean;
}

function classNames({ grouped, pending }: Item, { mentioned, highlighted, menuOpen }: Looks): string {
  return classes(
    styles.row,
    grouped ? styles.grouped : styles.leading,
    mentioned && styles.mentioned,
    highlighted && styles.highlighted,
    pending !== null && (pending.state === 'failed' ? styles.failed : styles.pending),
    menuOpen && styles.open,
  );
}

function Above({ item }: { item: Item }) {
  return (
    <>
      {item.start && <ChannelStart channelId={item.message.channel_id} />}
      {item.newDay && <DaySeparator message={item.message} />}
      {item.firstNew && <NewSeparator />}
    </>
  );
}

/** Keys without a modifier act under keyboard focus; after a press, typing goes to the field. */
function keyAction(
  event: KeyboardEvent,
  focus: RowFocus,
  actions: MessageActions,
  added: readonly MessageAction[],
  openMenu: () => void,
): (() => void) | null {
  const isHeld = event.altKey || event.ctrlKey || event.metaKey;
  const isBare = !isHeld && (!event.shiftKey || event.key.length === 1);
  if (isBare && focus !== 'keyboard' && event.nativeEvent.code !== 'ContextMenu') return null;
  if (matches(event, 'message.reply')) return actions.reply;
  if (matches(event, 'message.edit')) return actions.edit;
  if (matches(event, 'message.copy')) return actions.copy;
  if (matches(event, 'message.delete')) return actions.remove;
  if (matches(event, 'message.unread')) return actions.markUnread;
  if (matches(event, 'message.actions')) return openMenu;
  return added.find(({ shortcut }) => shortcut !== undefined && matches(event, shortcut))?.run ?? null;
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
      <Guarded of={message}>
        {isReply(message) && <ReplyPreview message={message} guildId={guildId} />}
      </Guarded>
      <MessageHeading id={id} message={message} guildId={guildId} author={author} grouped={grouped} />
      <MessageBody item={item} guildId={guildId} editing={editing} />
    </>
  );
}
