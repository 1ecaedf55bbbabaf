/** The dialogs over the window: profile, user menus, inbox, notifications, quick switcher, shortcuts. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from '@/client/context';
import { InboxDialog } from '@/features/inbox';
import { NotificationDialog } from '@/features/notifications';
import { ProfileCard } from '@/features/profile';
import { useLayout } from '@/features/shell';
import { withLaterTexts } from '@/i18n';
import { ShortcutsDialog } from '@/keyboard';
import { notificationWindow, showNotificationSettings } from '@/store/notifications/window';
import { profileCard } from '@/store/users/profile-card';
import { onDemand } from '@/ui/on-demand/on-demand';
import { UserMenu } from '@/users/UserMenu';

const QuickSwitcher = onDemand(withLaterTexts(async () => (await import('../QuickSwitcher')).QuickSwitcher));

export type WindowName = 'shortcuts' | 'inbox' | 'switcher';

interface Props {
  opened: WindowName | null;
  onOpen: (name: WindowName | null) => void;
  /** The channel that is open. */
  here: string | undefined;
}

export function Windows({ opened, onOpen, here }: Props) {
  const client = useClient();
  const layout = useLayout();
  const profile = useStore(profileCard(client), (state) => state.shown);
  const onClose = () => onOpen(null);
  return (
    <>
      <ProfileCard isOpen={profile !== null} shown={profile} asSheet={layout === 'phone'} />
      <UserMenu />
      <InboxDialog isOpen={opened === 'inbox'} onClose={onClose} />
      <NotificationWindow />
      <QuickSwitcher
        isOpen={opened === 'switcher'}
        onClose={onClose}
        here={here}
        onShortcuts={() => onOpen('shortcuts')}
      />
      <ShortcutsDialog isOpen={opened === 'shortcuts'} onClose={onClose} />
    </>
  );
}

/** The notification settings of a place. While the dialog fades out, it still shows the last place. */
function NotificationWindow() {
  const client = useClient();
  const scopeId = useStore(notificationWindow(client), (state) => state.scopeId);
  const [last, setLast] = useState(scopeId);
  if (scopeId !== null && scopeId !== last) setLast(scopeId);
  return (
    <NotificationDialog
      isOpen={scopeId !== null}
      scopeId={last}
      onClose={() => showNotificationSettings(client, null)}
    />
  );
}
