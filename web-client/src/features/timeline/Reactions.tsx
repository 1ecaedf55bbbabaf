/** The row of reactions below a message, and what the toolbar, the menu and the keys have in common with it. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { useIntl } from 'react-intl';
import { listReactionUsers } from '@/api';
import { toApiError } from '@/api/errors';
import type { Message } from '@/api/gen';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useFormats, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { classes } from '@/lib/classes';
import { withUsers } from '@/store/entities';
import * as reactions from '@/store/messages/reactions';
import { each, readUser } from '@/store/normalise';
import { nameOf, useCan, useMe } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';
import { useWhenOnline } from '@/ui/offline/offline';
import { showToast } from '@/ui/toast/toast';
import styles from './Reactions.module.css';

const NAMED = 5;
const ASKED = 25;
const LONG_PRESS_MS = 500;
const TOO_MANY_KINDS = 30010;

/** What the reader may do with the reactions of a message. */
export function useReacting(message: Message) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const whenOnline = useWhenOnline();
  const mayRead = useCan(message.channel_id, 'readHistory');
  const mayAdd = useCan(message.channel_id, 'addReactions') && mayRead;
  const mayManage = useCan(message.channel_id, 'manageMessages');
  const full = text('timeline.reactions.full', { count: reactions.MOST_KINDS });
  const show = (open: Omit<reactions.ReactionWindow, 'messageId'>) =>
    reactions.showReactionWindow(client, { ...open, messageId: message.id });

  const react = (emoji: reactions.Emoji, on = !reactions.reactionOf(message, emoji)?.me) => {
    if (on && reactions.isFull(message, emoji)) showToast({ text: full });
    else
      void reactions.setReaction(client, message, emoji, on).catch((thrown: unknown) => {
        const isTooMany = toApiError(thrown).code === TOO_MANY_KINDS;
        showToast({ text: isTooMany ? full : failureText(thrown) });
      });
  };
  const hasSome = message.reactions.length > 0;
  return {
    /** Joins a reaction or leaves it. */
    toggle: mayRead ? whenOnline(react) : null,
    /** Reacts with an emoji that nobody may have used. */
    add: mayAdd ? whenOnline(react) : null,
    choose: mayAdd ? () => show({ kind: 'choice' }) : null,
    showUsers: hasSome && mayRead ? (emoji?: reactions.Emoji) => show({ kind: 'users', emoji }) : null,
    clear: hasSome && mayManage ? () => show({ kind: 'clear' }) : null,
    mayManage,
  };
}

/** The name of an emoji in the reader's language; until names are loaded the emoji itself, which is read aloud too. */
export function useEmojiName(): (emoji: reactions.Emoji) => string {
  const language = useIntl().locale.startsWith('uk') ? 'uk' : 'en';
  const [known, setKnown] = useState<readonly { emoji: string; en: string; uk: string }[]>([]);
  useEffect(() => {
    import('@/i18n/emoji.json').then(
      ({ default: groups }) => setKnown(groups.flatMap((group) => group.emoji)),
      () => undefined,
    );
  }, []);
  return (emoji) => {
    const found = known.find((one) => reactions.isSameEmoji(reactions.character(one.emoji), emoji));
    return found?.[language] ?? reactions.emojiText(emoji);
  };
}

/** The emoji that the reader uses most, as buttons of a toolbar. */
export function QuickReactions({ message }: { message: Message }) {
  const text = useText();
  const nameOfEmoji = useEmojiName();
  const { add } = useReacting(message);
  const frequent = reactions.useFrequentEmoji(3).map(reactions.character);
  if (add === null) return null;
  return frequent.map((emoji) => (
    <IconButton
      key={emoji.name}
      size="small"
      label={text('timeline.react.with', { emoji: nameOfEmoji(emoji) })}
      icon={<span aria-hidden="true">{emoji.name}</span>}
      aria-pressed={reactions.reactionOf(message, emoji)?.me ?? false}
      onPress={() => add(emoji)}
    />
  ));
}

interface Props {
  message: Message;
  guildId: string | undefined;
  /** The message takes part in the Tab order, and its reactions with it. */
  current: boolean;
}

export function Reactions({ message, guildId, current }: Props) {
  const text = useText();
  if (message.reactions.length === 0) return null;
  return (
    <fieldset className={styles.reactions} aria-label={text('timeline.reactions')}>
      {message.reactions.map((reaction) => (
        <Chip
          key={reactions.emojiKey(reaction.emoji)}
          message={message}
          guildId={guildId}
          reaction={reaction}
          current={current}
        />
      ))}
    </fieldset>
  );
}

interface ChipProps extends Props {
  reaction: reactions.MessageReaction;
}

function Chip({ message, guildId, reaction, current }: ChipProps) {
  const text = useText();
  const { toggle, showUsers } = useReacting(message);
  const [named, setNamed] = useState(false);
  const touch = useLongPress(() => setNamed(true));
  const { emoji, count, me } = reaction;
  const name = useEmojiName()(emoji);
  return (
    <TooltipTrigger
      delay={400}
      closeDelay={200}
      isOpen={named}
      onOpenChange={setNamed}
      shouldCloseOnPress={false}
    >
      <Button
        className={classes(styles.chip, me && styles.own)}
        aria-label={text('timeline.reaction', { emoji: name, count, mine: me })}
        aria-pressed={me}
        aria-disabled={toggle === null || undefined}
        excludeFromTabOrder={!current}
        onPressStart={touch.onPressStart}
        onPressEnd={touch.onPressEnd}
        onContextMenu={touch.onContextMenu}
        onPress={() => !touch.wasLong() && toggle?.(emoji)}
      >
        <span className={styles.emoji}>{reactions.emojiText(emoji)}</span>
        <span className={styles.count}>{count}</span>
      </Button>
      <Tooltip className={styles.who} placement="top" offset={6}>
        <Who message={message} guildId={guildId} reaction={reaction} name={name} onPress={showUsers} />
      </Tooltip>
    </TooltipTrigger>
  );
}

/** A finger that rests on a button. Some systems say so by the event of a menu. */
function useLongPress(onLong: () => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; isLong: boolean } | null>(null);
  const held = () => {
    if (press.current === null || press.current.isLong) return;
    press.current.isLong = true;
    onLong();
  };
  return {
    wasLong: () => press.current?.isLong ?? false,
    onPressStart: ({ pointerType }: { pointerType: string }) => {
      press.current =
        pointerType === 'touch' ? { timer: setTimeout(held, LONG_PRESS_MS), isLong: false } : null;
    },
    onPressEnd: () => clearTimeout(press.current?.timer),
    onContextMenu: (event: React.MouseEvent) => {
      if (press.current === null) return;
      event.preventDefault();
      event.stopPropagation();
      held();
    },
  };
}

/** Those who react now: the fetched ones, and what has changed since. The reader comes first. */
export function usersNow(ids: readonly string[], reaction: reactions.MessageReaction, me?: string): string[] {
  const { changes = {} } = reaction;
  const came = Object.keys(changes).filter((id) => changes[id] === true && !ids.includes(id));
  const all = [...ids.filter((id) => changes[id] !== false), ...came];
  return me !== undefined && (reaction.me || all.includes(me)) ? [me, ...all.filter((id) => id !== me)] : all;
}

interface WhoProps extends Omit<ChipProps, 'current'> {
  name: string;
  onPress: ((emoji: reactions.Emoji) => void) | null;
}

/** Up to five users by name, live; a press shows all of them. */
function Who({ message, guildId, reaction, name, onPress }: WhoProps) {
  const client = useClient();
  const text = useText();
  const { formatList } = useFormats();
  const me = useMe()?.id;
  const [ids, setIds] = useState<readonly string[]>([]);
  const key = reactions.emojiKey(reaction.emoji);
  const { channel_id, id: message_id } = message;
  useEffect(() => {
    const path = { channel_id, message_id, emoji: key };
    const took = ({ data }: { data?: unknown }) => {
      const users = each(data, readUser);
      client.store.setState((state) => withUsers(state, users), true);
      setIds(users.map(({ id }) => id));
    };
    const query = { limit: ASKED };
    listReactionUsers({ client: httpOf(client), path, query, throwOnError: true }).then(
      took,
      () => undefined,
    );
  }, [client, channel_id, message_id, key]);

  const state = client.store.getState();
  const names = usersNow(ids, reaction, me)
    .map((id) => (id === me ? text('timeline.reaction.you') : nameOf(state, guildId, id, text('user.gone'))))
    .filter((one) => one !== '')
    .slice(0, NAMED);
  const more = reaction.count - names.length;
  const all = more > 0 ? [...names, text('timeline.reaction.more', { count: more })] : names;
  return (
    // Within a tooltip, a button of React Aria would be taken for the one that the tooltip is about.
    <button
      type="button"
      className={styles.names}
      tabIndex={-1}
      // The tooltip would be gone with the focus of its chip before the click.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPress?.(reaction.emoji)}
    >
      {name}: {formatList(all, { type: 'conjunction' })}
    </button>
  );
}
