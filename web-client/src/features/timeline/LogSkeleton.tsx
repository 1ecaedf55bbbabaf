/** Rows of about the right sizes, after 150 ms, while the first page comes. */
import { useEffect, useState } from 'react';
import { T } from '@/i18n';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './Timeline.module.css';

const WIDTHS = ['70%', '45%', '82%', '30%', '60%', '75%', '40%'];

export function LogSkeleton() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return <div className={styles.skeleton} />;
  return (
    <div className={styles.skeleton}>
      <VisuallyHidden>
        <T id="common.loading" />
      </VisuallyHidden>
      {WIDTHS.map((width) => (
        <div key={width} className={styles.skeletonRow}>
          <Skeleton width="2.5rem" height="2.5rem" radius="m" />
          <div className={styles.skeletonText}>
            <Skeleton width="8rem" height="0.75rem" />
            <Skeleton width={width} height="1rem" />
          </div>
        </div>
      ))}
    </div>
  );
}
