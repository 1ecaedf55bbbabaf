/** A small sign of work going on; decoration only, the words beside it say what. */
import styles from './Spinner.module.css';

export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
