/** What can be done about a person, in the menu of something else. */
import { MenuActions } from '@/ui/menu/Menu';
import { usePersonItems } from './use-person-items';

interface Props {
  userId: string;
  /** The channel in which the person is met. */
  here?: string;
}

export function PersonItems({ userId, here }: Props) {
  return <MenuActions groups={[usePersonItems(userId, here)]} />;
}
