/** The avatar of a user with their presence in its corner. `--around` names the background. */
import type { ComponentProps } from 'react';
import { PresenceDot, type VisibleStatus } from '../presence-dot/PresenceDot';
import { Avatar } from './Avatar';
import styles from './StatusAvatar.module.css';

interface Props extends ComponentProps<typeof Avatar> {
  /** Null where the presence is hidden. */
  status: VisibleStatus | null;
  /** The presence is written beside it. */
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
