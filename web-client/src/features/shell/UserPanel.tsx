/** The current user, with links to their profile, the shortcuts and the settings. */
import { Link } from '@tanstack/react-router';
import { Keyboard, Search, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { classes } from '@/lib/classes';
import { displayName, useCustomStatus, useMe, useOwnWord } from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import { IconButton } from '@/ui/icon-button/IconButton';
import shared from '@/ui/shared.module.css';
import styles from './UserPanel.module.css';

interface Props {
  /** The open guild. */
  guildId: string | undefined;
  /** The avatar, with the menu of the presence. */
  status: ReactNode;
  onSwitcher: () => void;
  onShortcuts: () => void;
}

export function UserPanel({ guildId, status, onSwitcher, onShortcuts }: Props) {
  const client = useClient();
  const text = useText();
  const me = useMe();
  const word = text(`presence.${useOwnWord()}`);
  const saying = useCustomStatus(me?.id);
  if (me === null) return <div className={styles.panel} />;
  return (
    <div className={styles.panel}>
      {status}
      <button
        type="button"
        className={styles.person}
        aria-haspopup="dialog"
        aria-label={`${text('shell.profile', { name: displayName(me) })}, ${saying || word}`}
        onClick={(event) => showProfile(client, { userId: me.id, guildId, beside: event.currentTarget })}
      >
        <span className={classes(shared.names, styles.names)}>
          <span className={styles.name}>{displayName(me)}</span>{' '}
          <span className={styles.presence}>{saying || word}</span>
        </span>
      </button>
      <IconButton
        label={text('shell.switcher')}
        keys={shownShortcut('switcher.open')}
        icon={<Search />}
        onPress={onSwitcher}
      />
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
