/** Provides whether the page was opened without its server. */
import type { ReactNode } from 'react';
import { useSession } from '@/api/use-session';
import { Offline } from '@/ui/offline/offline';

export function OfflineBoundary({ children }: { children: ReactNode }) {
  const { status, unreachable } = useSession();
  return <Offline value={status === 'signed-in' && unreachable}>{children}</Offline>;
}
