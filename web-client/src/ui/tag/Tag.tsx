/** A short label in a list: a state or a right. */
import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';
import styles from './Tag.module.css';

interface Props {
  tone?: 'plain' | 'accent' | 'warning' | 'danger';
  icon?: ReactNode;
  children: ReactNode;
}

export function Tag({ tone = 'plain', icon, children }: Props) {
  return (
    <span className={classes(styles.tag, styles[tone])}>
      {icon}
      {children}
    </span>
  );
}
