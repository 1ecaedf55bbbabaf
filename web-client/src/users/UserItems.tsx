/** The actions for a user, in the menu of something else. */
import { MenuActions } from '@/ui/menu/Menu';
import { useUserItems } from './use-user-items';

interface Props {
  userId: string;
  /** The channel in which the user is shown. */
  here?: string;
}

export function UserItems({ userId, here }: Props) {
  return <MenuActions groups={[useUserItems(userId, here)]} />;
}
