/** Home with the direct messages, all guilds of the user, and a button to add one. */
import { Link } from '@tanstack/react-router';
import { MessagesSquare, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { guildIcon } from '@/lib/images';
import { type GuildEntity, useDmMentions, useGuilds, useGuildUnread, useMuted } from '@/store/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Avatar } from '@/ui/avatar/Avatar';
import { Badge } from '@/ui/badge/Badge';
import { Guarded } from '@/ui/guarded/Guarded';
import { HoverLabel } from '@/ui/hover-label/HoverLabel';
import type { Anchor } from '@/ui/menu/actions';
import { useContextTrigger } from '@/ui/menu/use-context-trigger';
import { Tooltip } from '@/ui/tooltip/Tooltip';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './GuildRail.module.css';
import { GuildRailMenu } from './GuildRailMenu';
import { AddGuildDialog } from './windows';

interface Props {
  current: string | undefined;
  /** Direct messages are open. */
  isDm: boolean;
  /** Actions that concern all guilds, below home. */
  inbox?: ReactNode;
}

export function GuildRail({ current, isDm, inbox }: Props) {
  const text = useText();
  const guilds = useGuilds();
  const waiting = useDmMentions();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ul className={styles.rail} onKeyDown={arrowFocus}>
        <li className={styles.slot} data-current={isDm || undefined}>
          <HoverLabel text={text('shell.dms')}>
            <Link
              to="/dm"
              className={`${styles.item} ${styles.home}`}
              aria-label={waiting > 0 ? text('unread.dms', { count: waiting }) : text('shell.dms')}
              aria-current={isDm ? 'page' : undefined}
              data-region-focus={isDm || undefined}
            >
              <MessagesSquare aria-hidden="true" />
              {waiting > 0 && <RailBadge count={waiting} />}
            </Link>
          </HoverLabel>
        </li>
        {inbox !== undefined && <li className={styles.slot}>{inbox}</li>}
        <li className={styles.divider} aria-hidden="true" />
        {guilds.map((guild) => (
          <Guarded key={guild.id} of={guild} text={guild.name}>
            <GuildItem guild={guild} isCurrent={guild.id === current} />
          </Guarded>
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
  const client = useClient();
  const text = useText();
  const { unread, mentions } = useGuildUnread(guild.id);
  const muted = useMuted(guild.id);
  const [menu, setMenu] = useState<{ anchor: Anchor; isOpen: boolean } | null>(null);
  const context = useContextTrigger((anchor) => setMenu({ anchor, isOpen: true }));
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
          draggable={false}
          {...context}
          aria-current={isCurrent ? 'page' : undefined}
          data-region-focus={isCurrent || undefined}
        >
          <Avatar id={guild.id} name={guild.name} src={guildIcon(client, guild)} size={44} />
          <VisuallyHidden>
            {guild.name}
            {unread && `, ${text('shell.unread')}`}
            {muted && `, ${text('unread.muted')}`}
          </VisuallyHidden>
          {mentions > 0 && <RailBadge count={mentions} />}
        </Link>
      </HoverLabel>
      {menu !== null && (
        <GuildRailMenu guild={guild} {...menu} onClose={() => setMenu({ ...menu, isOpen: false })} />
      )}
    </li>
  );
}

/** A count in the corner. */
function RailBadge({ count }: { count: number }) {
  const text = useText();
  return (
    <span className={styles.badge}>
      <Badge count={count} label={`, ${text('unread.mentions', { count })}`} />
    </span>
  );
}
