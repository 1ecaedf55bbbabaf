/** An unknown address. */
import { Compass } from 'lucide-react';
import { T, useText } from '@/i18n';
import { LinkButton } from '@/ui/button/LinkButton';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import styles from './screens.module.css';

export function NotFoundScreen() {
  const text = useText();
  return (
    <main className={styles.page}>
      <EmptyState
        level={1}
        icon={<Compass />}
        title={text('app.notFound.title')}
        actions={
          <LinkButton to="/" variant="primary">
            <T id="app.notFound.home" />
          </LinkButton>
        }
      >
        <T id="app.notFound.words" />
      </EmptyState>
    </main>
  );
}
