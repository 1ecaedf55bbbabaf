/** Who one is here, and the ways to the shortcuts and the settings. */
import { Link } from '@tanstack/react-router';
import { Keyboard, Settings } from 'lucide-react';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/bindings';
import { userAvatar } from '@/lib/images';
import { displayName, useConnection, useMe, usePresence } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { IconButton } from '@/ui/icon-button/IconButton';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import styles from './PersonPanel.module.css';

export function PersonPanel({ onShortcuts }: { onShortcuts: () => void }) {
  const text = useText();
  const me = useMe();
  const { phase } = useConnection();
  const presence = usePresence(me?.id);
  if (me === null) return <div className={styles.panel} />;
  const status = phase !== 'online' ? 'offline' : presence === 'offline' ? 'online' : presence;
  return (
    <div className={styles.panel}>
      <Avatar id={me.id} name={displayName(me)} src={userAvatar(me)} />
      <div className={styles.names}>
        <div className={styles.name}>{displayName(me)}</div>
        <div className={styles.presence}>
          <PresenceDot status={status} />
          <span aria-hidden="true">{text(`presence.${status}`)}</span>
        </div>
      </div>
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
