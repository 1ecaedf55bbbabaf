/** A small loading indicator; decorative, the text beside it describes it. */
import styles from './Spinner.module.css';

export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
