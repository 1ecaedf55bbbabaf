/**
 * The avatar of a DM. For two, the other user's with their presence, which is hidden across a block; for a group, its
 * own.
 */
import { useClient } from '@/client/context';
import { channelIcon, userAvatar } from '@/lib/images';
import { partnerOf, useDmName, useIsBlocked, useRecipients } from '@/store/dms/selectors';
import { type DmEntity, isGone, usePresence, useUser } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';

export function DmAvatar({ channel }: { channel: DmEntity }) {
  const client = useClient();
  const name = useDmName(channel.id);
  const users = useRecipients(channel.id);
  // The plain names, without the separators of a list.
  const initialsOf = channel.name || users.map((person) => person.name).join(' ');
  const partner = useUser(partnerOf(channel));
  const status = usePresence(partner?.id);
  const isBlocked = useIsBlocked(partner?.id);
  if (partner === undefined)
    return <Avatar id={channel.id} name={initialsOf} src={channelIcon(client, channel, 32)} />;
  return (
    <StatusAvatar
      id={partner.id}
      name={name}
      src={userAvatar(client, partner, 32)}
      status={isGone(partner) || isBlocked ? null : status}
    />
  );
}
