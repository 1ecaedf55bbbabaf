/** Shown away from the end: back to the present, with the number of messages that came meanwhile. */
import { ArrowDown } from 'lucide-react';
import { useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import styles from './Timeline.module.css';

export function JumpBar({ count, onJump }: { count: number; onJump: () => void }) {
  const text = useText();
  return (
    <div className={styles.jump}>
      <Button variant="primary" size="small" icon={<ArrowDown aria-hidden="true" />} onPress={onJump}>
        {text('timeline.jump')}
        {count > 0 && <span className={styles.jumpCount}> · {text('timeline.jump.count', { count })}</span>}
      </Button>
    </div>
  );
}
