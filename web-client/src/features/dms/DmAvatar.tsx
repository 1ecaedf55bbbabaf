/** The avatar of a DM: of two, the other one with their presence, which is not told across a block; of a group, its own. */
import { channelIcon, userAvatar } from '@/lib/images';
import { partnerOf, useDmName, useIsBlocked, useRecipients } from '@/store/dms/selectors';
import { type DmEntity, isGone, usePresence, useUser } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';

export function DmAvatar({ channel }: { channel: DmEntity }) {
  const name = useDmName(channel.id);
  const people = useRecipients(channel.id);
  // The names of the people one after the other, without what a list has between them.
  const initialsOf = channel.name || people.map((person) => person.name).join(' ');
  const partner = useUser(partnerOf(channel));
  const status = usePresence(partner?.id);
  const isBlocked = useIsBlocked(partner?.id);
  if (partner === undefined)
    return <Avatar id={channel.id} name={initialsOf} src={channelIcon(channel, 32)} />;
  return (
    <StatusAvatar
      id={partner.id}
      name={name}
      src={userAvatar(partner, 32)}
      status={isGone(partner) || isBlocked ? null : status}
    />
  );
}
