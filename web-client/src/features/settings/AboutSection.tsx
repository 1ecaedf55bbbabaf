/** Which installation and which version this is. */
import { useQuery } from '@tanstack/react-query';
import { instanceOptions, queryClient } from '@/api/queries';
import { T } from '@/i18n';
import styles from './Settings.module.css';

export function AboutSection() {
  const { data } = useQuery(instanceOptions(), queryClient);
  if (data === undefined) return null;
  return (
    <section className={styles.section} aria-labelledby="about">
      <h2 id="about" className={styles.heading}>
        <T id="settings.about" />
      </h2>
      <p className={styles.words}>
        {data.name} · <T id="settings.version" values={{ version: data.version }} />
      </p>
    </section>
  );
}
