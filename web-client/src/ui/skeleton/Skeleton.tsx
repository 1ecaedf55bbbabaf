/** A placeholder of the size of the coming content. Shown after 150 ms, so that quick responses do not flicker. */
import styles from './Skeleton.module.css';

interface Props {
  /** Any CSS length. */
  width?: string;
  height?: string;
  radius?: 's' | 'm' | 'pill';
}

export function Skeleton({ width = '100%', height = '1rem', radius = 's' }: Props) {
  return (
    <span className={`${styles.skeleton} ${styles[radius]}`} style={{ width, height }} aria-hidden="true" />
  );
}
