/** One matter of the settings: a heading and what belongs to it. */
import { type ReactNode, useId } from 'react';
import { type MessageId, T } from '@/i18n';
import styles from './Settings.module.css';

interface Props {
  title: MessageId;
  words?: ReactNode;
  children?: ReactNode;
}

export function Card({ title, words, children }: Props) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.intro}>
        <h2 id={id} className={styles.heading}>
          <T id={title} />
        </h2>
        {words !== undefined && <p className={styles.words}>{words}</p>}
      </div>
      {children}
    </section>
  );
}
