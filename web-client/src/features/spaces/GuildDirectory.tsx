/** The guilds by name: what stands beside the home page. */
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { T, useText } from '@/i18n';
import { guildIcon } from '@/lib/images';
import { type GuildEntity, useGuilds, useGuildUnread } from '@/store/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './GuildDirectory.module.css';
import { AddGuildDialog } from './windows';

export function GuildDirectory() {
  const guilds = useGuilds();
  const [adding, setAdding] = useState(false);
  return (
    <div className={styles.directory}>
      <h2 className={styles.title}>
        <T id="shell.rail" />
      </h2>
      {guilds.length === 0 && (
        <p className={styles.words}>
          <T id="shell.home.words" />
        </p>
      )}
      <ul className={styles.list} onKeyDown={arrowFocus}>
        {guilds.map((guild) => (
          <Row key={guild.id} guild={guild} />
        ))}
      </ul>
      <div className={styles.foot}>
        <Button wide icon={<Plus size={17} aria-hidden="true" />} onPress={() => setAdding(true)}>
          <T id="guild.add" />
        </Button>
      </div>
      <AddGuildDialog isOpen={adding} onClose={() => setAdding(false)} />
    </div>
  );
}

function Row({ guild }: { guild: GuildEntity }) {
  const text = useText();
  const unread = useGuildUnread(guild.id);
  return (
    <li>
      <Link
        to="/channels/$guildId"
        params={{ guildId: guild.id }}
        className={styles.row}
        data-unread={unread || undefined}
      >
        <Avatar id={guild.id} name={guild.name} src={guildIcon(guild)} />
        <span className={styles.names}>
          <span className={styles.name}>{guild.name}</span>
          <span className={styles.count}>
            <T id="invite.members" values={{ count: guild.memberCount }} />
          </span>
        </span>
        {unread && <VisuallyHidden>, {text('shell.unread')}</VisuallyHidden>}
      </Link>
    </li>
  );
}
