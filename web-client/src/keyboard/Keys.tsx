/** The keys of an action as they are printed on a keyboard; a dash where it has none. */
import { T } from '@/i18n';
import { shownKeys } from './bindings';
import styles from './Keys.module.css';

export function Keys({ sequences }: { sequences: readonly string[] }) {
  return (
    <span className={styles.sequences}>
      {sequences.length === 0 && <T id="shortcuts.noKeys" />}
      {sequences.map((sequence) => (
        <span key={sequence} className={styles.sequence}>
          {shownKeys(sequence).map((key) => (
            <kbd key={key} className={styles.key}>
              {key}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
