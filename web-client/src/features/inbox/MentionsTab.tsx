/** Mentions of the user, with links to them. */
import { AtSign } from 'lucide-react';
import type { Message } from '@/api';
import { useClient } from '@/client/context';
import { T, useFormats, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { timeOfId } from '@/lib/ids';
import { userAvatar } from '@/lib/images';
import { Markdown } from '@/markdown/Markdown';
import { jumpTo } from '@/store/composer/composer-state';
import { useChannel, useGuild, useNaming } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { Guarded } from '@/ui/guarded/Guarded';
import { Loaded } from '@/ui/loaded/Loaded';
import { ChannelLink } from './ChannelLink';
import styles from './Inbox.module.css';
import { useMentions } from './use-mentions';

export function MentionsTab({ onLeave }: { onLeave: () => void }) {
  const text = useText();
  const failureText = useFailureText();
  const query = useMentions();
  const nothing = (
    <EmptyState icon={<AtSign />} level={3} title={text('inbox.mentions.none')}>
      <T id="inbox.mentions.none.words" />
    </EmptyState>
  );
  return (
    <div className={styles.scroll}>
      <Loaded query={query} failureOf={failureText} empty={nothing}>
        {(messages) => (
          <>
            <ul className={styles.list}>
              {messages.map((message) => (
                <Guarded key={message.id} of={message} text={message.content}>
                  <Mention message={message} onLeave={onLeave} />
                </Guarded>
              ))}
            </ul>
            {query.hasNextPage && (
              <Button
                variant="quiet"
                isPending={query.isFetchingNextPage}
                onPress={() => void query.fetchNextPage()}
              >
                <T id="inbox.older" />
              </Button>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

function Mention({ message, onLeave }: { message: Message; onLeave: () => void }) {
  const client = useClient();
  const text = useText();
  const { formatDate } = useFormats();
  const author = useNaming()(message.author);
  const channel = useChannel(message.channel_id);
  const guild = useGuild(channel?.guild_id);
  const time = timeOfId(message.id);
  const place = channel === undefined ? author : `#${channel.name}`;
  return (
    <li className={styles.mention}>
      <Avatar id={message.author.id} name={author} src={userAvatar(client, message.author, 40)} size={40} />
      <div className={styles.body}>
        <p className={styles.where}>
          <strong className={styles.author}>{author}</strong>
          <span className={styles.place}>{guild === undefined ? place : `${place} · ${guild.name}`}</span>
          <time className={styles.time} dateTime={message.timestamp}>
            {formatDate(time, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}
          </time>
        </p>
        <div className={styles.words}>
          <Markdown
            source={message.content}
            guildId={channel?.guild_id ?? ''}
            mentionsAll={message.mention_everyone}
          />
        </div>
      </div>
      <ChannelLink
        channelId={message.channel_id}
        className={styles.jump}
        label={text('inbox.jump.label', { author, place })}
        onPress={() => {
          jumpTo(client, message.channel_id, message.id);
          onLeave();
        }}
      >
        <T id="inbox.jump" />
      </ChannelLink>
    </li>
  );
}
