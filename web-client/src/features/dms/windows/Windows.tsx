/** Renders the open dialog. */

import type { DmWindow } from '@/features/dms/opened';
import { useDm } from '@/store/dms/selectors';
import { AddUsers } from './AddUsers';
import { ChangeGroup } from './ChangeGroup';
import { LeaveGroup } from './LeaveGroup';
import { NewMessage } from './NewMessage';
import { RemoveUser } from './RemoveUser';

interface Props {
  isOpen: boolean;
  shown: DmWindow | null;
  onClose: () => void;
}

export function Windows({ shown, onClose }: Props) {
  const channel = useDm(shown !== null && 'channelId' in shown ? shown.channelId : undefined);
  if (shown === null) return null;
  if (shown.kind === 'new') return <NewMessage onClose={onClose} />;
  // The group may have been left meanwhile, on another device or through a removal.
  if (channel === undefined) return null;
  switch (shown.kind) {
    case 'add':
      return <AddUsers channel={channel} onClose={onClose} />;
    case 'change':
      return <ChangeGroup channel={channel} onClose={onClose} />;
    case 'leave':
      return <LeaveGroup channel={channel} onClose={onClose} />;
    case 'remove':
      return <RemoveUser channel={channel} userId={shown.userId} onClose={onClose} />;
  }
}
