/** Draws the window that is asked for. */
import { usePrivateChannel } from '@/store/dms/selectors';
import type { DirectWindow } from '../opened';
import { AddPeople } from './AddPeople';
import { ChangeGroup } from './ChangeGroup';
import { LeaveGroup } from './LeaveGroup';
import { NewMessage } from './NewMessage';
import { RemovePerson } from './RemovePerson';

interface Props {
  isOpen: boolean;
  shown: DirectWindow | null;
  onClose: () => void;
}

export function Windows({ shown, onClose }: Props) {
  const channel = usePrivateChannel(shown !== null && 'channelId' in shown ? shown.channelId : undefined);
  if (shown === null) return null;
  if (shown.kind === 'new') return <NewMessage onClose={onClose} />;
  // It may have been left meanwhile, on another device or by somebody else's hand.
  if (channel === undefined) return null;
  switch (shown.kind) {
    case 'add':
      return <AddPeople channel={channel} onClose={onClose} />;
    case 'change':
      return <ChangeGroup channel={channel} onClose={onClose} />;
    case 'leave':
      return <LeaveGroup channel={channel} onClose={onClose} />;
    case 'remove':
      return <RemovePerson channel={channel} userId={shown.userId} onClose={onClose} />;
  }
}
