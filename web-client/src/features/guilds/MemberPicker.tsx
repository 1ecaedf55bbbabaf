/** One member out of all others: found by a part of the name, chosen with the arrows and Enter or by a click. */
import { Check, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useClient } from '@/client/context';
import { requestMembers } from '@/gateway';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { type MemberInList, useConnection, useMe, useMembers, useMembersLoad } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { TextField } from '@/ui/text-field/TextField';
import styles from './guilds.module.css';

/** Of more, a part of the name finds the one that is meant. */
const SHOWN = 50;

interface Props {
  guildId: string;
  chosen: MemberInList | undefined;
  onChoose: (member: MemberInList) => void;
}

export function MemberPicker({ guildId, chosen, onChoose }: Props) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const others = useOthers(guildId);
  if (others === undefined) return <Skeleton height="8rem" radius="m" />;
  if (others.length === 0) return <Words id="guild.handOver.alone" />;

  const found = others.filter((member) => isNamed(member, typed));
  const shown = found.slice(0, SHOWN);
  return (
    <>
      <TextField
        type="search"
        label={text('guild.handOver.search')}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        autoFocus
        prefix={<Search size={17} aria-hidden="true" />}
      />
      <ListBox
        className={styles.people}
        aria-label={text('guild.handOver.people')}
        items={shown}
        dependencies={[chosen]}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === undefined ? [] : [chosen.user.id]}
        onSelectionChange={(keys) => {
          const member = shown.find(({ user }) => keys !== 'all' && keys.has(user.id));
          if (member !== undefined) onChoose(member);
        }}
        renderEmptyState={() => <Words id="guild.handOver.none" />}
      >
        {({ user, name }) => (
          <ListBoxItem id={user.id} textValue={name} className={styles.person}>
            <Avatar id={user.id} name={name} src={userAvatar(user, 32)} size={32} />
            <span className={styles.personName}>
              {name} <span className={styles.small}>@{user.username}</span>
            </span>
            {user.id === chosen?.user.id && <Check aria-hidden="true" size={17} />}
          </ListBoxItem>
        )}
      </ListBox>
      {found.length > SHOWN && <Words id="guild.handOver.more" count={found.length - SHOWN} />}
    </>
  );
}

/** Those who can own a guild, without oneself. Undefined while they are not known. */
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

function isNamed({ name, user }: MemberInList, typed: string): boolean {
  const part = typed.trim().toLocaleLowerCase();
  return name.toLocaleLowerCase().includes(part) || user.username.includes(part);
}

function Words({ id, count = 0 }: { id: `guild.handOver.${'alone' | 'none' | 'more'}`; count?: number }) {
  return (
    <p className={styles.words}>
      <T id={id} values={{ count }} />
    </p>
  );
}
