/** The list before it has loaded. */
import { T } from '@/i18n';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './MemberList.module.css';

export function MembersSkeleton() {
  return (
    <div className={styles.skeleton}>
      <VisuallyHidden>
        <T id="common.loading" />
      </VisuallyHidden>
      {['60%', '75%', '50%', '65%'].map((width) => (
        <div key={width} className={styles.skeletonRow}>
          <Skeleton width="2rem" height="2rem" radius="m" />
          <Skeleton width={width} height="0.875rem" />
        </div>
      ))}
    </div>
  );
}
