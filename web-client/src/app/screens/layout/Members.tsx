/** Who is here, beside the conversation or over it. */
import { lazy, Suspense } from 'react';
import { MemberList } from '@/features/members';
import { PanelHeader, useLayout } from '@/features/shell';
import { directPanels } from './direct-panels';

const DirectPeople = lazy(async () => ({ default: (await directPanels()).DirectPeople }));

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
          <DirectPeople channelId={channelId} />
        </Suspense>
      ) : (
        <MemberList guildId={guildId} channelId={channelId} />
      )}
    </>
  );
}
