/** All guilds of the reader, direct messages and home above them, and the way to a new one below. */
import { Link } from '@tanstack/react-router';
import { House, MessagesSquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useText } from '@/i18n';
import { guildIcon } from '@/lib/images';
import { type GuildEntity, useGuilds, useGuildUnread } from '@/store/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Avatar } from '@/ui/avatar/Avatar';
import { HoverLabel } from '@/ui/hover-label/HoverLabel';
import { Tooltip } from '@/ui/tooltip/Tooltip';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './GuildRail.module.css';
import { AddGuildDialog } from './windows';

interface Props {
  current: string | undefined;
  /** Direct messages are looked at. */
  isDirect: boolean;
}

export function GuildRail({ current, isDirect }: Props) {
  const text = useText();
  const guilds = useGuilds();
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
              aria-label={text('shell.direct')}
              aria-current={isDirect ? 'page' : undefined}
              data-region-focus={isDirect || undefined}
            >
              <MessagesSquare aria-hidden="true" />
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
  const unread = useGuildUnread(guild.id);
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
          </VisuallyHidden>
        </Link>
      </HoverLabel>
    </li>
  );
}
