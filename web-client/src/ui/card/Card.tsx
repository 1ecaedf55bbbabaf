/** One topic of a page: a heading and its content. */
import { type ReactNode, useId } from 'react';
import { type MessageId, T } from '@/i18n';
import styles from './Card.module.css';

interface Props {
  title: MessageId;
  /** The id of the heading, for `aria-labelledby`. */
  id?: string;
  words?: ReactNode;
  children?: ReactNode;
}

export function Card({ title, id, words, children }: Props) {
  const ownId = useId();
  const headingId = id ?? ownId;
  return (
    <section className={styles.card} aria-labelledby={headingId}>
      <div className={styles.intro}>
        <h2 id={headingId} className={styles.heading}>
          <T id={title} />
        </h2>
        {words !== undefined && <p className={styles.words}>{words}</p>}
      </div>
      {children}
    </section>
  );
}
