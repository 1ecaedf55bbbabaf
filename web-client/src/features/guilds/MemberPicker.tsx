/** One member out of all others: found by a part of the name, chosen with the arrows and Enter or by a click. */
import { useEffect, useState } from 'react';
import { useClient } from '@/client/context';
import { requestMembers } from '@/gateway';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { type MemberInList, useConnection, useMe, useMembers, useMembersLoad } from '@/store/selectors';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { findUsers, UserList } from '@/ui/user-list/UserList';
import styles from './guilds.module.css';

interface Props {
  guildId: string;
  chosen: MemberInList | undefined;
  onChoose: (member: MemberInList) => void;
}

export function MemberPicker({ guildId, chosen, onChoose }: Props) {
  const client = useClient();
  const text = useText();
  const [typed, setTyped] = useState('');
  const others = useOthers(guildId);
  if (others === undefined) return <Skeleton height="8rem" radius="m" />;
  if (others.length === 0) return <Words id="guild.transfer.alone" />;

  const { shown, more } = findUsers(others, typed);
  return (
    <>
      <UserList
        label={text('guild.transfer.users')}
        searchLabel={text('guild.transfer.search')}
        typed={typed}
        onTyped={setTyped}
        users={shown}
        avatarOf={(user) => userAvatar(client, user, 32)}
        selectionMode="single"
        disallowEmptySelection
        chosen={chosen === undefined ? [] : [chosen.user.id]}
        onChoose={(ids) => {
          const member = shown.find(({ user }) => ids.has(user.id));
          if (member !== undefined) onChoose(member);
        }}
        empty={<T id="guild.transfer.none" />}
      />
      {more > 0 && <Words id="guild.transfer.more" count={more} />}
    </>
  );
}

/** Members who can own the guild, without the current user. Undefined until they are known. */
function useOthers(guildId: string): readonly MemberInList[] | undefined {
  const client = useClient();
  const me = useMe();
  const members = useMembers(guildId);
  const load = useMembersLoad(guildId);
  const online = useConnection().phase === 'online';
  useEffect(() => {
    if (online && load === undefined) requestMembers(client, guildId);
  }, [online, load, guildId, client]);
  if (load !== 'loaded') return undefined;
  return members.filter(({ user }) => user.id !== me?.id && user.bot !== true);
}

function Words({ id, count = 0 }: { id: `guild.transfer.${'alone' | 'more'}`; count?: number }) {
  return (
    <p className={styles.words}>
      <T id={id} values={{ count }} />
    </p>
  );
}
