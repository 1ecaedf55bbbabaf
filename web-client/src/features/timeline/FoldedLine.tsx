/** Replaces a message of a blocked user. */
import { Ban } from 'lucide-react';
import { T } from '@/i18n';
import { classes } from '@/lib/classes';
import { Button } from '@/ui/button/Button';
import styles from './Message.module.css';

interface Props {
  /** Of the heading, by which the row is named. */
  id: string;
  onShow: () => void;
}

export function FoldedLine({ id, onShow }: Props) {
  return (
    <>
      <Ban className={classes(styles.systemIcon, styles.middle)} aria-hidden="true" />
      <div className={styles.folded}>
        <h3 id={id} className={styles.foldedWords}>
          <T id="user.blocked.message" />
        </h3>
        <Button size="small" variant="quiet" onPress={onShow}>
          <T id="user.blocked.show" />
        </Button>
      </div>
    </>
  );
}
