/** The avatar of a user with their presence in its corner. What it stands on is named by `--around`. */
import type { ComponentProps } from 'react';
import { PresenceDot, type PresenceStatus } from '../presence-dot/PresenceDot';
import { Avatar } from './Avatar';
import styles from './StatusAvatar.module.css';

interface Props extends ComponentProps<typeof Avatar> {
  /** Null where the presence is not told. */
  status: PresenceStatus | null;
  /** The presence stands beside it in words. */
  isDecoration?: boolean;
}

export function StatusAvatar({ status, isDecoration, ...avatar }: Props) {
  return (
    <span className={styles.avatar} aria-hidden={isDecoration}>
      <Avatar {...avatar} />
      {status !== null && (
        <span className={styles.presence} data-size={avatar.size}>
          <PresenceDot status={status} />
        </span>
      )}
    </span>
  );
}
