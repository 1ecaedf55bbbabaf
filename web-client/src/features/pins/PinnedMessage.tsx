/** A pinned message in the list: who wrote it, when it was pinned, its text, and the way to it. */
import type { ReactNode } from 'react';
import { useClient } from '@/client/context';
import { T, useFormats, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { Markdown } from '@/markdown/Markdown';
import { jumpTo } from '@/store/composer/composer-state';
import { useChannel, useDisplayName, useNaming } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import styles from './Pins.module.css';
import type { Pinned } from './read-pin';

interface Props {
  pin: Pinned;
  onLeave: () => void;
  /** The button that takes the pin away, for those who may. */
  unpin: ReactNode;
}

export function PinnedMessage({ pin: { at, message }, onLeave, unpin }: Props) {
  const client = useClient();
  const text = useText();
  const { formatDate } = useFormats();
  const guildId = useChannel(message.channel_id)?.guild_id;
  const known = useDisplayName(guildId, message.author.id);
  const naming = useNaming();
  const author = known || naming(message.author);
  const time = formatDate(new Date(at), {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <li className={styles.pin}>
      <Avatar id={message.author.id} name={author} src={userAvatar(client, message.author, 40)} size={40} />
      <div className={styles.body}>
        <p className={styles.heading}>
          <strong className={styles.author} dir="auto">
            {author}
          </strong>
          <time className={styles.time} dateTime={at}>
            {text('timeline.pins.at', { time })}
          </time>
        </p>
        <div className={styles.words}>
          <Markdown source={message.content} guildId={guildId ?? ''} mentionsAll={message.mention_everyone} />
        </div>
      </div>
      <div className={styles.actions}>
        <Button
          size="small"
          aria-label={text('timeline.pins.jump.label', { author })}
          onPress={() => {
            jumpTo(client, message.channel_id, message.id);
            onLeave();
          }}
        >
          <T id="timeline.pins.jump" />
        </Button>
        {unpin}
      </div>
    </li>
  );
}
