/** The inbox: mentions of the user, and unread channels. */
import { useText } from '@/i18n';
import { Dialog } from '@/ui/dialog/Dialog';
import { Tabs } from '@/ui/tabs/Tabs';
import { MentionsTab } from './MentionsTab';
import { UnreadTab } from './UnreadTab';

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

export function InboxDialog({ isOpen, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('inbox.title')} size="wide" worksOffline>
      <Tabs
        label={text('inbox.title')}
        tabs={[
          { id: 'mentions', title: text('inbox.mentions'), content: <MentionsTab onLeave={onClose} /> },
          { id: 'unread', title: text('inbox.unread'), content: <UnreadTab onLeave={onClose} /> },
        ]}
      />
    </Dialog>
  );
}
