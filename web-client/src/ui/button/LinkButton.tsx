/** A link that looks like a button: it goes somewhere. */
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from '@/lib/classes';
import styles from './Button.module.css';

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'> {
  variant?: 'primary' | 'soft' | 'quiet';
  wide?: boolean;
  icon?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
}

function Anchor({ variant = 'soft', wide = false, icon, children, ...rest }: Props) {
  const names = [styles.button, styles[variant], styles.usual, styles.link, wide && styles.wide];
  return (
    <a {...rest} className={classes(...names)}>
      {icon}
      <span className={styles.words}>{children}</span>
    </a>
  );
}

export const LinkButton = createLink(Anchor);
