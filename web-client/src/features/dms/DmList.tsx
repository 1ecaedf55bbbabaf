/**
 * Open DMs and groups, newest first. They are links; arrow keys move between them. The actions of a DM are in its menu:
 * the button at its end, the right mouse button, Shift+F10 or a long press.
 */
import { MessageCirclePlus } from 'lucide-react';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { classes } from '@/lib/classes';
import { useDms, useDmsComplete } from '@/store/dms/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Guarded } from '@/ui/guarded/Guarded';
import { IconButton } from '@/ui/icon-button/IconButton';
import shared from '@/ui/shared.module.css';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { DmRow } from './DmRow';
import styles from './Dms.module.css';
import { openWindow } from './opened';

export function DmList({ current }: { current: string | undefined }) {
  const client = useClient();
  const text = useText();
  const channels = useDms();
  const complete = useDmsComplete();
  return (
    <>
      <header className={classes(shared.bar, styles.top)}>
        <h2 className={styles.title}>
          <T id="shell.dms" />
        </h2>
        <IconButton
          label={text('dms.new')}
          icon={<MessageCirclePlus />}
          onPress={() => openWindow(client, { kind: 'new' })}
        />
      </header>
      <div className={shared.scroll}>
        {!complete && <Skeleton height="2.5rem" radius="m" />}
        {complete && channels.length === 0 && (
          <p className={styles.nothing}>
            <T id="dms.nothing" />
          </p>
        )}
        <ul className={styles.list} onKeyDown={arrowFocus}>
          {channels.map((channel) => (
            <Guarded key={channel.id} of={channel} text={channel.name ?? ''}>
              <DmRow channel={channel} isCurrent={channel.id === current} />
            </Guarded>
          ))}
        </ul>
      </div>
    </>
  );
}
