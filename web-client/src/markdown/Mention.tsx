/** A mention by name, in the reader's view: the nickname in this guild, the channel as a link, the role in words. */
import { useStore } from 'zustand';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { nameOf } from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import { useUserTrigger } from '@/users/use-user-trigger';
import styles from './Markdown.module.css';
import type { MentionNode } from './nodes';

interface Props {
  mention: MentionNode;
  guildId: string | undefined;
  /** Whether `@everyone` notifies them: without the permission it is a plain word. */
  mentionsAll: boolean;
}

export function Mention({ mention: { kind, id }, guildId, mentionsAll }: Props) {
  if (kind === 'channel') return <ChannelMention id={id} />;
  if (kind === 'role') return <RoleMention id={id} guildId={guildId} />;
  if (kind === 'user') return <UserMention id={id} guildId={guildId} />;
  return mentionsAll ? <span className={`${styles.mention} ${styles.mine}`}>{id}</span> : id;
}

interface OneProps {
  id: string;
  guildId: string | undefined;
}

function UserMention({ id, guildId }: OneProps) {
  const client = useClient();
  const text = useText();
  const name = useStore(client.store, (state) => nameOf(state, guildId, id, text('user.gone')));
  const mine = useStore(client.store, (state) => state.me?.id === id);
  const context = useUserTrigger(id, guildId);
  const className = mine ? `${styles.mention} ${styles.mine}` : styles.mention;
  if (name === '') return <span className={className}>@{text('markdown.mention.unknown')}</span>;
  return (
    <button
      type="button"
      className={className}
      aria-haspopup="dialog"
      {...context}
      onClick={(event) => showProfile(client, { userId: id, guildId, beside: event.currentTarget })}
    >
      @<bdi>{name}</bdi>
    </button>
  );
}

function RoleMention({ id, guildId }: OneProps) {
  const client = useClient();
  const text = useText();
  const name = useStore(client.store, (state) =>
    guildId === undefined ? undefined : state.roles[guildId]?.[id]?.name,
  );
  return <span className={styles.mention}>@{name ?? text('markdown.role.unknown')}</span>;
}

function ChannelMention({ id }: { id: string }) {
  const client = useClient();
  const text = useText();
  const channel = useStore(client.store, (state) => state.channels[id]);
  if (channel === undefined)
    return <span className={styles.mention}>#{text('markdown.channel.unknown')}</span>;
  return (
    <a className={styles.mention} href={`/channels/${channel.guild_id}/${channel.id}`}>
      #{channel.name}
    </a>
  );
}
