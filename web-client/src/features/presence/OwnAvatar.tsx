/** One's own picture, and what others see of oneself, by shape. */
import type { CurrentUser } from '@/api';
import { userAvatar } from '@/lib/images';
import { displayName, usePresence } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import styles from './OwnStatus.module.css';

export function OwnAvatar({ me }: { me: CurrentUser }) {
  const status = usePresence(me.id);
  return (
    <span className={styles.picture} aria-hidden="true">
      <Avatar id={me.id} name={displayName(me)} src={userAvatar(me, 32)} />
      <span className={styles.presence}>
        <PresenceDot status={status} />
      </span>
    </span>
  );
}
