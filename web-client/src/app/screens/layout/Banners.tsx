/** The banners above the log: connection, account, and drafts whose channel is gone. */
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useSession } from '@/api/use-session';
import { useClient } from '@/client/context';
import { ConnectionBanner } from '@/features/connection';
import { withLaterTexts } from '@/i18n';
import { lostDrafts } from '@/store/drafts/lost';

const EmailBanner = lazy(
  withLaterTexts(async () => ({
    default: (await import('@/features/settings/account/EmailBanner')).EmailBanner,
  })),
);

const LostDrafts = lazy(
  withLaterTexts(async () => ({ default: (await import('@/features/composer/LostDrafts')).LostDrafts })),
);

/** Most users have confirmed their address and do not need this code. */
export function Banners({ channelId }: { channelId: string | undefined }) {
  const client = useClient();
  const { user } = useSession();
  const hasLost = useStore(lostDrafts(client), ({ found }) => found.length > 0);
  return (
    <>
      <ConnectionBanner />
      {user?.verified === false && (
        <Suspense fallback={null}>
          <EmailBanner />
        </Suspense>
      )}
      {hasLost && (
        <Suspense fallback={null}>
          <LostDrafts channelId={channelId} />
        </Suspense>
      )}
    </>
  );
}
