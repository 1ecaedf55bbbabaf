/** The actions for a user wherever they are shown: in a profile, a list, at a message. Their code loads on use. */
import { useNavigate } from '@tanstack/react-router';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { partnerOf, useDm, useIsBlocked } from '@/store/dms/selectors';
import { isGone, useMe, useNaming, useUser } from '@/store/selectors';
import { showToast } from '@/ui/toast/toast';

const calls = () => import('@/gateway/dms');

export interface UserActions {
  /** Opens the DM; null for the current user, for deleted accounts, and inside that DM. */
  write: (() => void) | null;
  block: (() => void) | null;
  unblock: (() => void) | null;
}

/** `here` is the channel in which the user is shown. */
export function useUserActions(userId: string, here?: string): UserActions {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const navigate = useNavigate();
  const me = useMe();
  const user = useUser(userId);
  const naming = useNaming();
  const isBlocked = useIsBlocked(userId);
  const isHere = partnerOf(useDm(here)) === userId;
  if (user === undefined || me === null || user.id === me.id || isGone(user))
    return { write: null, block: null, unblock: null };

  const trying = (work: () => Promise<unknown>) => () => {
    work().catch((thrown: unknown) => showToast({ text: failureText(thrown) }));
  };
  const name = naming(user);
  const unblock = trying(async () => {
    await (await calls()).unblock(client, user);
    if (!isHere) showToast({ text: text('user.unblocked', { name }) });
  });
  const block = trying(async () => {
    await (await calls()).block(client, user);
    // The DM itself states that, and offers to unblock.
    if (isHere) return;
    showToast({
      text: text('user.blocked', { name }),
      action: { text: text('user.undo'), onPress: unblock },
    });
  });
  const write = trying(async () => {
    const channelId = await (await calls()).openDm(client, [user.id]);
    await navigate({ to: '/dm/$channelId', params: { channelId } });
  });
  return {
    write: isHere || isBlocked ? null : write,
    block: isBlocked ? null : block,
    unblock: isBlocked ? unblock : null,
  };
}
