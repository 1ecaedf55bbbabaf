/** Text that is revealed on request. */
import { type ReactNode, useState } from 'react';
import { useText } from '@/i18n';
import styles from './Markdown.module.css';

export function Spoiler({ children }: { children: ReactNode }) {
  const text = useText();
  const [shown, setShown] = useState(false);
  if (shown) return <span className={styles.shown}>{children}</span>;
  return (
    <button
      type="button"
      className={styles.spoiler}
      onClick={() => setShown(true)}
      aria-label={text('markdown.spoiler')}
    >
      <span className={styles.veiled} aria-hidden="true">
        {children}
      </span>
    </button>
  );
}
