/**
 * Shown away from the end: back to the present, with the number of messages that came meanwhile. While a message is
 * edited its place is reserved, so that messages that come do not move the editor.
 */
import { ArrowDown } from 'lucide-react';
import { useText } from '@/i18n';
import { classes } from '@/lib/classes';
import { useComposerState } from '@/store/composer/composer-state';
import { Button } from '@/ui/button/Button';
import styles from './Timeline.module.css';

interface Props {
  channelId: string;
  isAway: boolean;
  count: number;
  onJump: () => void;
}

export function JumpBar({ channelId, isAway, count, onJump }: Props) {
  const text = useText();
  const isEditing = useComposerState(channelId, (composer) => composer.editing !== null);
  if (!isAway && !isEditing) return null;
  return (
    <div className={classes(styles.jump, !isAway && styles.reserved)}>
      <Button variant="primary" size="small" icon={<ArrowDown aria-hidden="true" />} onPress={onJump}>
        {text('timeline.jump')}
        {count > 0 && <span className={styles.jumpCount}> · {text('timeline.jump.count', { count })}</span>}
      </Button>
    </div>
  );
}
