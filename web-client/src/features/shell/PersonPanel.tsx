/** Who one is here, with the way to one's profile, the shortcuts and the settings. */
import { Link } from '@tanstack/react-router';
import { Keyboard, Settings } from 'lucide-react';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/bindings';
import { userAvatar } from '@/lib/images';
import { showProfile } from '@/store/profile-card';
import { displayName, useConnection, useCustomStatus, useMe, usePresence } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { IconButton } from '@/ui/icon-button/IconButton';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import styles from './PersonPanel.module.css';

interface Props {
  /** The guild that is looked at. */
  guildId: string | undefined;
  onShortcuts: () => void;
}

export function PersonPanel({ guildId, onShortcuts }: Props) {
  const text = useText();
  const me = useMe();
  const { phase } = useConnection();
  const presence = usePresence(me?.id);
  const saying = useCustomStatus(me?.id);
  if (me === null) return <div className={styles.panel} />;
  const status = phase !== 'online' ? 'offline' : presence === 'offline' ? 'online' : presence;
  return (
    <div className={styles.panel}>
      <button
        type="button"
        className={styles.person}
        aria-haspopup="dialog"
        aria-label={text('shell.profile', { name: displayName(me) })}
        onClick={(event) => showProfile({ userId: me.id, guildId, beside: event.currentTarget })}
      >
        <Avatar id={me.id} name={displayName(me)} src={userAvatar(me, 32)} />
        <span className={styles.names}>
          <span className={styles.name}>{displayName(me)}</span>
          <span className={styles.presence}>
            <PresenceDot status={status} />
            <span aria-hidden="true">{saying || text(`presence.${status}`)}</span>
          </span>
        </span>
      </button>
      <span className={styles.shortcuts}>
        <IconButton
          label={text('shell.shortcuts')}
          keys={shownShortcut('shortcuts.open')}
          icon={<Keyboard />}
          onPress={onShortcuts}
        />
      </span>
      <Link
        to="/settings"
        className={styles.settings}
        aria-label={text('shell.settings')}
        title={text('shell.settings')}
      >
        <Settings aria-hidden="true" />
      </Link>
    </div>
  );
}
