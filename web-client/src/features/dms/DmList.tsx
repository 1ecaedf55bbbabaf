/**
 * Direct messages and groups that are open, the newest first. They are links; arrow keys walk through them. What can
 * be done with one stands in its menu: the button at its end, the right mouse button, Shift+F10 or a long press.
 */
import { MessageCirclePlus } from 'lucide-react';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useDms, useDmsComplete } from '@/store/dms/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Guarded } from '@/ui/guarded/Guarded';
import { IconButton } from '@/ui/icon-button/IconButton';
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
      <header className={styles.top}>
        <h2 className={styles.title}>
          <T id="shell.direct" />
        </h2>
        <IconButton
          label={text('direct.new')}
          icon={<MessageCirclePlus />}
          onPress={() => openWindow(client, { kind: 'new' })}
        />
      </header>
      <div className={styles.scroll}>
        {!complete && <Skeleton height="2.5rem" radius="m" />}
        {complete && channels.length === 0 && (
          <p className={styles.nothing}>
            <T id="direct.nothing" />
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
