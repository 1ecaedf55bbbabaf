/** The last resort: rendering has thrown. */
import { Bug } from 'lucide-react';
import { useState } from 'react';
import { T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import styles from './screens.module.css';

function detailsOf(error: unknown): string {
  const cause = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
  return `${location.pathname}\n${navigator.userAgent}\n${cause}`;
}

export function CrashScreen({ error }: { error: unknown }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  return (
    <main className={styles.page}>
      <EmptyState
        level={1}
        icon={<Bug />}
        title={text('app.crashed.title')}
        actions={
          <>
            <Button variant="primary" onPress={() => location.reload()}>
              <T id="app.crashed.reload" />
            </Button>
            <Button
              onPress={() => void navigator.clipboard.writeText(detailsOf(error)).then(() => setCopied(true))}
            >
              <T id={copied ? 'common.copied' : 'app.crashed.copy'} />
            </Button>
          </>
        }
      >
        <T id="app.crashed.words" />
      </EmptyState>
    </main>
  );
}
