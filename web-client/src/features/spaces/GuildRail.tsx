/** All guilds of the reader, direct messages and home above them, and the way to a new one below. */
import { Link } from '@tanstack/react-router';
import { House, MessagesSquare, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useText } from '@/i18n';
import { guildIcon } from '@/lib/images';
import {
  type GuildEntity,
  useConversationMentions,
  useGuilds,
  useGuildUnread,
  useMuted,
} from '@/store/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Avatar } from '@/ui/avatar/Avatar';
import { Badge } from '@/ui/badge/Badge';
import { HoverLabel } from '@/ui/hover-label/HoverLabel';
import { Tooltip } from '@/ui/tooltip/Tooltip';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './GuildRail.module.css';
import { AddGuildDialog } from './windows';

interface Props {
  current: string | undefined;
  /** Direct messages are looked at. */
  isDirect: boolean;
  /** What concerns all guilds, below the way home. */
  inbox?: ReactNode;
}

export function GuildRail({ current, isDirect, inbox }: Props) {
  const text = useText();
  const guilds = useGuilds();
  const waiting = useConversationMentions();
  const isHome = current === undefined && !isDirect;
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ul className={styles.rail} onKeyDown={arrowFocus}>
        <li className={styles.slot} data-current={isDirect || undefined}>
          <HoverLabel text={text('shell.direct')}>
            <Link
              to="/dm"
              className={`${styles.item} ${styles.home}`}
              aria-label={waiting > 0 ? text('unread.direct', { count: waiting }) : text('shell.direct')}
              aria-current={isDirect ? 'page' : undefined}
              data-region-focus={isDirect || undefined}
            >
              <MessagesSquare aria-hidden="true" />
              {waiting > 0 && <RailBadge count={waiting} />}
            </Link>
          </HoverLabel>
        </li>
        <li className={styles.slot} data-current={isHome || undefined}>
          <HoverLabel text={text('shell.home')}>
            <Link
              to="/channels/@me"
              className={`${styles.item} ${styles.home}`}
              aria-label={text('shell.home')}
              aria-current={isHome ? 'page' : undefined}
              data-region-focus={isHome || undefined}
            >
              <House aria-hidden="true" />
            </Link>
          </HoverLabel>
        </li>
        {inbox !== undefined && <li className={styles.slot}>{inbox}</li>}
        <li className={styles.divider} aria-hidden="true" />
        {guilds.map((guild) => (
          <GuildItem key={guild.id} guild={guild} isCurrent={guild.id === current} />
        ))}
        <li className={styles.slot}>
          <Tooltip text={text('guild.add')} placement="right">
            <Button
              className={`${styles.item} ${styles.add}`}
              aria-label={text('guild.add')}
              onPress={() => setAdding(true)}
            >
              <Plus aria-hidden="true" />
            </Button>
          </Tooltip>
        </li>
      </ul>
      <AddGuildDialog isOpen={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function GuildItem({ guild, isCurrent }: { guild: GuildEntity; isCurrent: boolean }) {
  const text = useText();
  const { unread, mentions } = useGuildUnread(guild.id);
  const muted = useMuted(guild.id);
  return (
    <li
      className={styles.slot}
      data-current={isCurrent || undefined}
      data-unread={(unread && !isCurrent) || undefined}
    >
      <HoverLabel text={guild.name}>
        <Link
          to="/channels/$guildId"
          params={{ guildId: guild.id }}
          className={styles.item}
          aria-current={isCurrent ? 'page' : undefined}
          data-region-focus={isCurrent || undefined}
        >
          <Avatar id={guild.id} name={guild.name} src={guildIcon(guild)} size={44} />
          <VisuallyHidden>
            {guild.name}
            {unread && `, ${text('shell.unread')}`}
            {muted && `, ${text('unread.muted')}`}
          </VisuallyHidden>
          {mentions > 0 && <RailBadge count={mentions} />}
        </Link>
      </HoverLabel>
    </li>
  );
}

/** A number on the corner of what waits there. */
function RailBadge({ count }: { count: number }) {
  const text = useText();
  return (
    <span className={styles.badge}>
      <Badge count={count} label={`, ${text('unread.mentions', { count })}`} />
    </span>
  );
}
