/**
 * The rounded square of a user or a guild: the image, or initials on a colour derived from the id, also where the image
 * cannot be loaded. Decorative: the name stands beside it, or labels the control around it.
 */
import { useState } from 'react';
import { initials, tone } from '@/lib/identicon';
import styles from './Avatar.module.css';

interface Props {
  id: string;
  name: string;
  src?: string | null;
  /** Pixels at the usual text size; grows with it. */
  size?: 20 | 24 | 32 | 40 | 44 | 64;
}

export function Avatar({ id, name, src, size = 32 }: Props) {
  const [broken, setBroken] = useState<string>();
  const hasImage = Boolean(src) && src !== broken;
  const className = `${styles.avatar} ${styles[`size${size}`]} ${styles[`tone${tone(id)}`]}`;
  return (
    <span className={className} aria-hidden="true">
      {hasImage ? (
        <img
          src={src ?? undefined}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(src ?? undefined)}
        />
      ) : (
        initials(name)
      )}
    </span>
  );
}
