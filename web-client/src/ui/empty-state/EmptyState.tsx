/** An empty state: its purpose and the first thing to do. */
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface Props {
  icon?: ReactNode;
  title: string;
  /** Level of the heading in the page around it. */
  level?: 1 | 2 | 3;
  children?: ReactNode;
  actions?: ReactNode;
}

export function EmptyState({ icon, title, level = 2, children, actions }: Props) {
  const Heading = `h${level}` as const;
  return (
    <div className={styles.empty}>
      {icon !== undefined && (
        <div className={styles.icon} aria-hidden="true">
          {icon}
        </div>
      )}
      <Heading className={styles.title}>{title}</Heading>
      {children !== undefined && <div className={styles.words}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
