/** One’s own avatar, and what others see of oneself, by shape. */
import type { CurrentUser } from '@/api';
import { userAvatar } from '@/lib/images';
import { displayName, usePresence } from '@/store/selectors';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';

export function OwnAvatar({ me }: { me: CurrentUser }) {
  return (
    <StatusAvatar
      id={me.id}
      name={displayName(me)}
      src={userAvatar(me, 32)}
      status={usePresence(me.id)}
      isDecoration
    />
  );
}
