/** A count of mentions. The label says in words what is counted. */
import { VisuallyHidden } from '../visually-hidden/VisuallyHidden';
import styles from './Badge.module.css';

const MOST = 99;

export function Badge({ count, label }: { count: number; label: string }) {
  return (
    <span className={styles.badge}>
      <span aria-hidden="true">{count > MOST ? `${MOST}+` : count}</span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}
