/** Opens the menu of somebody by the right mouse button, a long press and the keys for menus. */
import { showPerson } from '@/store/users/menu';
import { useContextTrigger } from '@/ui/menu/use-context-trigger';

export const usePersonTrigger = (userId: string, guildId: string | undefined) =>
  useContextTrigger((anchor) => showPerson({ userId, guildId, anchor }));
