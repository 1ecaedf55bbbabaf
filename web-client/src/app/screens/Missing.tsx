/**
 * Stands in for a guild, channel or DM that is missing. It may still arrive (just created, just joined, still
 * connecting), so the message appears only after everything has loaded and a moment has passed.
 */
import { Ghost } from 'lucide-react';
import { useEffect, useState } from 'react';
import { T, useText } from '@/i18n';
import { useGuildsComplete, useLastKnown } from '@/store/selectors';
import { LinkButton } from '@/ui/button/LinkButton';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { NeedsConnection } from '@/ui/offline/NeedsConnection';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';

const PATIENCE_MS = 2_000;

export function Missing({ what }: { what: 'guild' | 'channel' | 'dm' }) {
  const text = useText();
  const complete = useGuildsComplete();
  const isBefore = useLastKnown() !== null;
  const [waited, setWaited] = useState(false);

  useEffect(() => {
    if (!complete) return;
    const timer = setTimeout(() => setWaited(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [complete]);

  if (isBefore) return <NeedsConnection level={1} />;
  if (!complete || !waited) {
    return (
      <h1>
        <VisuallyHidden>{text('common.loading')}</VisuallyHidden>
      </h1>
    );
  }
  return (
    <EmptyState
      level={1}
      icon={<Ghost />}
      title={text(`shell.${what}Gone.title`)}
      actions={
        <LinkButton to="/dm" variant="primary">
          <T id={what === 'dm' ? 'shell.dms' : 'app.notFound.home'} />
        </LinkButton>
      }
    >
      <T id={`shell.${what}Gone.words`} />
    </EmptyState>
  );
}
