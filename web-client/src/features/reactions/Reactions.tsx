/** The row of reactions below a message. */
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { listReactionUsers } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useEmojiName } from '@/emoji/use-emoji';
import type { MessagePartProps } from '@/extensions/feature';
import { useFormats, useText } from '@/i18n';
import { classes } from '@/lib/classes';
import { withUsers } from '@/store/entities';
import * as reactions from '@/store/messages/reactions';
import { each } from '@/store/normalise';
import { nameOf, useMe } from '@/store/selectors';
import { readUser } from '@/store/users/normalise';
import { useLongPress } from '@/ui/long-press/use-long-press';
import styles from './Reactions.module.css';

const NAMED = 5;
const ASKED = 25;

interface Props extends MessagePartProps {
  reacting: reactions.Reacting;
}

export function Reactions({ message, ...rest }: Props) {
  const text = useText();
  if (message.reactions.length === 0) return null;
  return (
    <fieldset className={styles.reactions} aria-label={text('timeline.reactions')}>
      {message.reactions.map((reaction) => (
        <Chip key={reactions.emojiKey(reaction.emoji)} message={message} reaction={reaction} {...rest} />
      ))}
    </fieldset>
  );
}

interface ChipProps extends Props {
  reaction: reactions.MessageReaction;
}

function Chip({ message, guildId, reaction, current, reacting }: ChipProps) {
  const text = useText();
  const { toggle, showUsers } = reacting;
  const [named, setNamed] = useState(false);
  const touch = useLongPress(() => setNamed(true));
  const { emoji, count, me } = reaction;
  const name = useEmojiName()(reactions.emojiText(emoji));
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

interface WhoProps extends Omit<ChipProps, 'current' | 'reacting'> {
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
  const names = reactions
    .usersNow(ids, reaction, me)
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
