/** Opens the menu of somebody by the right mouse button, a long press and the keys for menus. */
import { useClient } from '@/client/context';
import { showUserMenu } from '@/store/users/menu';
import { useContextTrigger } from '@/ui/menu/use-context-trigger';

export const useUserTrigger = (userId: string, guildId: string | undefined) => {
  const client = useClient();
  return useContextTrigger((anchor) => showUserMenu(client, { userId, guildId, anchor }));
};
