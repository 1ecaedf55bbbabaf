/**
 * In the place of a guild, a channel or a conversation that is not here. It may be on its way (just created, just joined, still
 * connecting), so the words come only when everything has arrived and a moment has passed.
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

export function Missing({ what }: { what: 'guild' | 'channel' | 'direct' }) {
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
          <T id={what === 'direct' ? 'shell.direct' : 'app.notFound.home'} />
        </LinkButton>
      }
    >
      <T id={`shell.${what}Gone.words`} />
    </EmptyState>
  );
}
