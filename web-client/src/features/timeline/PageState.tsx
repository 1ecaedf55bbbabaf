/** A slim line over either end of the list while a page comes or when it failed. It takes no room from the rows. */
import { useText } from '@/i18n';
import type { ChannelLog } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { useOfflineReason } from '@/ui/offline/offline';
import { Spinner } from '@/ui/spinner/Spinner';
import styles from './Timeline.module.css';

export function PageState({ log, onRetry }: { log: ChannelLog; onRetry: () => void }) {
  const text = useText();
  const reason = useOfflineReason();
  if (log.failed !== null && reason !== undefined) {
    return (
      <div className={log.failed === 'newer' ? styles.below : styles.above} role="status">
        {reason}
      </div>
    );
  }
  if (log.failed !== null) {
    return (
      <div className={log.failed === 'older' ? styles.above : styles.below} role="status">
        {text(log.failed === 'older' ? 'timeline.failed.older' : 'timeline.failed.newer')}
        <Button size="small" onPress={onRetry}>
          {text('common.retry')}
        </Button>
      </div>
    );
  }
  if (log.load?.kind !== 'older' && log.load?.kind !== 'newer') return null;
  const older = log.load.kind === 'older';
  return (
    <div className={older ? styles.above : styles.below}>
      <Spinner /> {text(older ? 'timeline.loading.older' : 'timeline.loading.newer')}
    </div>
  );
}
