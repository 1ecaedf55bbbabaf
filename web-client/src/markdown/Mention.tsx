/** A mention by name, in the reader's view: the nickname in this guild, the channel as a link, the role in words. */
import { useStore } from 'zustand';
import { useText } from '@/i18n';
import { store } from '@/store';
import { nameOf } from '@/store/selectors';
import styles from './Markdown.module.css';
import type { MentionKind } from './nodes';

interface Props {
  kind: MentionKind;
  id: string;
  guildId?: string;
}

export function Mention({ kind, id, guildId }: Props) {
  if (kind === 'channel') return <ChannelMention id={id} />;
  if (kind === 'role') return <RoleMention id={id} guildId={guildId} />;
  if (kind === 'user') return <UserMention id={id} guildId={guildId} />;
  return <span className={`${styles.mention} ${styles.mine}`}>{id}</span>;
}

function UserMention({ id, guildId }: Omit<Props, 'kind'>) {
  const text = useText();
  const name = useStore(store, (state) => nameOf(state, guildId, id, text('user.gone')));
  const mine = useStore(store, (state) => state.me?.id === id);
  return (
    <span className={mine ? `${styles.mention} ${styles.mine}` : styles.mention}>
      @{name || text('markdown.mention.unknown')}
    </span>
  );
}

function RoleMention({ id, guildId }: Omit<Props, 'kind'>) {
  const text = useText();
  const name = useStore(store, (state) =>
    guildId === undefined ? undefined : state.roles[guildId]?.[id]?.name,
  );
  return <span className={styles.mention}>@{name ?? text('markdown.role.unknown')}</span>;
}

function ChannelMention({ id }: { id: string }) {
  const text = useText();
  const channel = useStore(store, (state) => state.channels[id]);
  if (channel === undefined)
    return <span className={styles.mention}>#{text('markdown.channel.unknown')}</span>;
  return (
    <a className={styles.mention} href={`/channels/${channel.guild_id}/${channel.id}`}>
      #{channel.name}
    </a>
  );
}
