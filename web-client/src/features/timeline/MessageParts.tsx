/** What features add below the text of a message. */
import { type MessagePartProps, useFeatures } from '@/extensions/feature';
import styles from './Message.module.css';

export function MessageParts(props: MessagePartProps) {
  return (
    <div className={styles.below}>
      {useFeatures().map(({ id, Below }) => Below !== undefined && <Below key={id} {...props} />)}
    </div>
  );
}
