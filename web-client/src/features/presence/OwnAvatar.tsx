/** The current user's avatar, with their presence as others see it. */
import type { CurrentUser } from '@/api';
import { useClient } from '@/client/context';
import { userAvatar } from '@/lib/images';
import { displayName, usePresence } from '@/store/selectors';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';

export function OwnAvatar({ me }: { me: CurrentUser }) {
  const client = useClient();
  return (
    <StatusAvatar
      id={me.id}
      name={displayName(me)}
      src={userAvatar(client, me, 32)}
      status={usePresence(me.id)}
      isDecoration
    />
  );
}
