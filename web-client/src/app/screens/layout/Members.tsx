/** The members, beside the log or over it. */
import { lazy, Suspense } from 'react';
import { MemberList } from '@/features/members';
import { PanelHeader, useLayout } from '@/features/shell';
import { dmPanels } from './dm-panels';

const DmRecipients = lazy(async () => ({ default: (await dmPanels()).DmRecipients }));

interface Props {
  /** Undefined in a group. */
  guildId: string | undefined;
  channelId: string;
  title: string;
  onClose: () => void;
}

export function Members({ guildId, channelId, title, onClose }: Props) {
  const layout = useLayout();
  return (
    <>
      {layout !== 'desktop' && <PanelHeader title={title} onClose={onClose} />}
      {guildId === undefined ? (
        <Suspense fallback={null}>
          <DmRecipients channelId={channelId} />
        </Suspense>
      ) : (
        <MemberList guildId={guildId} channelId={channelId} />
      )}
    </>
  );
}
