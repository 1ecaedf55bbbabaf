/** An important sentence in its place on the page: an error, or a note. */
import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface Props {
  tone: 'danger' | 'calm';
  action?: ReactNode;
  children: ReactNode;
}

export function Notice({ tone, action, children }: Props) {
  const Icon = tone === 'danger' ? CircleAlert : Info;
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  );
}
