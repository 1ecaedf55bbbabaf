/** Replaces content that requires the server, while it cannot be reached. */
import { WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { T, useText } from '@/i18n';
import { EmptyState } from '../empty-state/EmptyState';
import { useOffline } from './offline';

interface Props {
  /** Level of the heading in the page around it. */
  level?: 1 | 2 | 3;
}

export function NeedsConnection({ level }: Props) {
  const text = useText();
  return (
    <EmptyState icon={<WifiOff />} level={level} title={text('offline.title')}>
      <T id="offline.words" />
    </EmptyState>
  );
}

/** Shows its children only where the server can be reached. */
export function WhenOnline({ level, children }: Props & { children: ReactNode }) {
  return useOffline() ? <NeedsConnection level={level} /> : children;
}
