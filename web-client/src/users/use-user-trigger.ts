/** Opens a user's menu by the right mouse button, a long press and the menu keys. */
import { useClient } from '@/client/context';
import { showUserMenu } from '@/store/users/menu';
import { useContextTrigger } from '@/ui/menu/use-context-trigger';

export const useUserTrigger = (userId: string, guildId: string | undefined) => {
  const client = useClient();
  return useContextTrigger((anchor) => showUserMenu(client, { userId, guildId, anchor }));
};
