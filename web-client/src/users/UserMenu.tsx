/** The menu of a user, wherever they are shown: one for the whole page. */
import { useParams } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useDisplayName } from '@/store/selectors';
import { type ShownUser, showUserMenu, userMenu } from '@/store/users/menu';
import { showProfile } from '@/store/users/profile-card';
import { ContextMenu } from '@/ui/menu/ContextMenu';
import { useUserItems } from './use-user-items';

/** While it fades out, the menu is still that of the last user. */
export function UserMenu() {
  const client = useClient();
  const shown = useStore(userMenu(client), (state) => state.shown);
  const [last, setLast] = useState(shown);
  if (shown !== null && shown !== last) setLast(shown);
  return last === null ? null : <Opened isOpen={shown !== null} person={last} />;
}

function Opened({ isOpen, person }: { isOpen: boolean; person: ShownUser }) {
  const client = useClient();
  const { userId, guildId, anchor } = person;
  const text = useText();
  const { channelId } = useParams({ strict: false });
  const name = useDisplayName(guildId, userId);
  const items = useUserItems(userId, channelId);
  const profile = {
    id: 'profile',
    text: text('user.profile'),
    icon: <UserRound aria-hidden="true" />,
    run: () => showProfile(client, { userId, guildId, beside: anchor.element }),
  };
  return (
    <ContextMenu
      isOpen={isOpen}
      label={text('user.menu', { name })}
      anchor={anchor}
      groups={[[profile, ...items]]}
      onClose={() => showUserMenu(client, null)}
    />
  );
}
