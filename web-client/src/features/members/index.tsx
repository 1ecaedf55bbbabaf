/** The list is beside the log and loads after it. */
import { lazy, Suspense } from 'react';
import { withLaterTexts } from '@/i18n';
import { MembersSkeleton } from './MembersSkeleton';

const List = lazy(withLaterTexts(async () => ({ default: (await import('./MemberList')).MemberList })));

export function MemberList({ guildId, channelId }: { guildId: string; channelId: string }) {
  return (
    <Suspense fallback={<MembersSkeleton />}>
      <List key={guildId} guildId={guildId} channelId={channelId} />
    </Suspense>
  );
}
