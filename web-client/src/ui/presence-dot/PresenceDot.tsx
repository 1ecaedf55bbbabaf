/** Presence by shape and colour: disc, square, barred disc, hollow disc. The word is for assistive technology. */
import { useText } from '@/i18n';
import styles from './PresenceDot.module.css';

export type VisibleStatus = 'online' | 'idle' | 'dnd' | 'offline';

export function PresenceDot({ status }: { status: VisibleStatus }) {
  const text = useText();
  return (
    <span role="img" aria-label={text(`presence.${status}`)} className={`${styles.dot} ${styles[status]}`} />
  );
}
