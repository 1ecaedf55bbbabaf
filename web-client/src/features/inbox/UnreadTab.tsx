/** The channels that have news, guild by guild, each with a button that marks it as read. */
import { CheckCheck, Hash } from 'lucide-react';
import type { Channel } from '@/api';
import { markChannelRead } from '@/gateway';
import { T, useText } from '@/i18n';
import { type GuildEntity, useUnread, useUnreadChannels } from '@/store/selectors';
import { Badge } from '@/ui/badge/Badge';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { IconButton } from '@/ui/icon-button/IconButton';
import { ChannelLink } from './ChannelLink';
import styles from './Inbox.module.css';

export function UnreadTab({ onLeave }: { onLeave: () => void }) {
  const text = useText();
  const groups = useUnreadChannels();
  if (groups.length === 0) {
    return (
      <div className={styles.scroll}>
        <EmptyState icon={<CheckCheck />} level={3} title={text('inbox.unread.none')}>
          <T id="inbox.unread.none.words" />
        </EmptyState>
      </div>
    );
  }
  const readAll = () => {
    for (const { channels } of groups) for (const { id } of channels) markChannelRead(id);
  };
  return (
    <div className={styles.scroll}>
      {groups.map(({ guild, channels }) => (
        <GuildGroup key={guild.id} guild={guild} channels={channels} onLeave={onLeave} />
      ))}
      <div className={styles.foot}>
        <Button variant="quiet" icon={<CheckCheck size={17} aria-hidden="true" />} onPress={readAll}>
          <T id="inbox.readAll" />
        </Button>
      </div>
    </div>
  );
}

interface GroupProps {
  guild: GuildEntity;
  channels: readonly Channel[];
  onLeave: () => void;
}

function GuildGroup({ guild, channels, onLeave }: GroupProps) {
  return (
    <section className={styles.group}>
      <h3 className={styles.guild}>{guild.name}</h3>
      <ul className={styles.list}>
        {channels.map((channel) => (
          <ChannelItem key={channel.id} channel={channel} onLeave={onLeave} />
        ))}
      </ul>
    </section>
  );
}

function ChannelItem({ channel, onLeave }: { channel: Channel; onLeave: () => void }) {
  const text = useText();
  const { mentions } = useUnread(channel.id);
  return (
    <li className={styles.channel}>
      <ChannelLink channelId={channel.id} className={styles.link} onPress={onLeave}>
        <Hash aria-hidden="true" />
        <span className={styles.name}>{channel.name}</span>
        {mentions > 0 && (
          <Badge count={mentions} label={`, ${text('unread.mentions', { count: mentions })}`} />
        )}
      </ChannelLink>
      <IconButton
        size="small"
        label={text('inbox.read', { name: channel.name })}
        icon={<CheckCheck />}
        onPress={() => markChannelRead(channel.id)}
      />
    </li>
  );
}
