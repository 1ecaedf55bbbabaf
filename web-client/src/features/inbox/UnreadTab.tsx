/** Everything unread: DMs, then the channels of each guild, each with a button that marks it as read. */
import { CheckCheck, Hash, MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Channel } from '@/api';
import { useClient } from '@/client/context';
import { markChannelRead } from '@/gateway';
import { T, useText } from '@/i18n';
import { useDmName } from '@/store/dms/selectors';
import { useUnread, useUnreadChannels, useUnreadDms } from '@/store/selectors';
import { Badge } from '@/ui/badge/Badge';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { Guarded } from '@/ui/guarded/Guarded';
import { IconButton } from '@/ui/icon-button/IconButton';
import { useOffline } from '@/ui/offline/offline';
import { ChannelLink } from './ChannelLink';
import styles from './Inbox.module.css';

export function UnreadTab({ onLeave }: { onLeave: () => void }) {
  const client = useClient();
  const text = useText();
  const dms = useUnreadDms();
  const groups = useUnreadChannels();
  const offline = useOffline();
  if (groups.length === 0 && dms.length === 0) {
    return (
      <div className={styles.scroll}>
        <EmptyState icon={<CheckCheck />} level={3} title={text('inbox.unread.none')}>
          <T id="inbox.unread.none.words" />
        </EmptyState>
      </div>
    );
  }
  const readAll = () => {
    for (const id of dms) markChannelRead(client, id);
    for (const { channels } of groups) for (const { id } of channels) markChannelRead(client, id);
  };
  return (
    <div className={styles.scroll}>
      {dms.length > 0 && (
        <Group title={text('shell.dms')}>
          {dms.map((id) => (
            <Guarded key={id} of={id}>
              <DmItem channelId={id} onLeave={onLeave} />
            </Guarded>
          ))}
        </Group>
      )}
      {groups.map(({ guild, channels }) => (
        <Group key={guild.id} title={guild.name}>
          {channels.map((channel) => (
            <Guarded key={channel.id} of={channel} text={channel.name}>
              <ChannelItem channel={channel} onLeave={onLeave} />
            </Guarded>
          ))}
        </Group>
      ))}
      <div className={styles.foot}>
        {offline ? (
          <T id="offline.reason" />
        ) : (
          <Button variant="quiet" icon={<CheckCheck size={17} aria-hidden="true" />} onPress={readAll}>
            <T id="inbox.readAll" />
          </Button>
        )}
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h3 className={styles.guild}>{title}</h3>
      <ul className={styles.list}>{children}</ul>
    </section>
  );
}

function DmItem({ channelId, onLeave }: { channelId: string; onLeave: () => void }) {
  const name = useDmName(channelId);
  const { mentions } = useUnread(channelId);
  const count = useText()('unread.messages', { count: mentions });
  const waiting = { name, mentions, count };
  return (
    <Item channelId={channelId} icon={<MessageSquare aria-hidden="true" />} {...waiting} onLeave={onLeave} />
  );
}

function ChannelItem({ channel, onLeave }: { channel: Channel; onLeave: () => void }) {
  const { mentions } = useUnread(channel.id);
  const count = useText()('unread.mentions', { count: mentions });
  const waiting = { name: channel.name, mentions, count };
  return <Item channelId={channel.id} icon={<Hash aria-hidden="true" />} {...waiting} onLeave={onLeave} />;
}

interface ItemProps {
  channelId: string;
  icon: ReactNode;
  name: string;
  mentions: number;
  /** The meaning of the number, in words. */
  count: string;
  onLeave: () => void;
}

function Item({ channelId, icon, name, mentions, count, onLeave }: ItemProps) {
  const client = useClient();
  const text = useText();
  const offline = useOffline();
  return (
    <li className={styles.channel}>
      <ChannelLink channelId={channelId} className={styles.link} onPress={onLeave}>
        {icon}
        <span className={styles.name}>{name}</span>
        {mentions > 0 && <Badge count={mentions} label={`, ${count}`} />}
      </ChannelLink>
      {!offline && (
        <IconButton
          size="small"
          label={text('inbox.read', { name })}
          icon={<CheckCheck />}
          onPress={() => markChannelRead(client, channelId)}
        />
      )}
    </li>
  );
}
