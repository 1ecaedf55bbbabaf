/** A row of a list with a link or a button, and a menu at its end that shows on hover and focus. */
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from '@/lib/classes';
import shared from '../shared.module.css';
import styles from './LinkRow.module.css';

interface Props {
  size?: 'usual' | 'tall';
  isCurrent?: boolean;
  isUnread?: boolean;
  isMuted?: boolean;
  /** Its menu is open. */
  isMenuOpen: boolean;
  /** A `RowLink` or a `RowButton`. */
  children: ReactNode;
  more?: ReactNode;
}

export function LinkRow({ size = 'usual', isCurrent, isUnread, isMuted, isMenuOpen, children, more }: Props) {
  return (
    <li
      className={classes(shared.row, styles.row)}
      data-size={size}
      data-current={isCurrent || undefined}
      data-unread={isUnread || undefined}
      data-muted={isMuted || undefined}
      data-menu={isMenuOpen || undefined}
    >
      {children}
      {more !== undefined && (
        <span className={shared.more} data-no-arrow>
          {more}
        </span>
      )}
    </li>
  );
}

interface AnchorProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'> {
  isCurrent: boolean;
  ref?: Ref<HTMLAnchorElement>;
}

/** Whether the row is the first in the Tab order, if it is the current one. */
function Anchor({ isCurrent, ...rest }: AnchorProps) {
  return (
    <a
      {...rest}
      className={styles.link}
      aria-current={isCurrent ? 'page' : undefined}
      data-region-focus={isCurrent || undefined}
      draggable={false}
    />
  );
}

export const RowLink = createLink(Anchor);

export function RowButton(props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'>) {
  return <button type="button" {...props} className={`${styles.link} ${styles.button}`} />;
}
