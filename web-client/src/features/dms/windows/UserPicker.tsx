/**
 * Picks several of the known users: searched by name, chosen with the arrows and Space or by a click; Enter in the
 * field chooses the first result. Chosen users are listed above and can be removed.
 */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { TextFieldProps } from 'react-aria-components/TextField';
import { useClient } from '@/client/context';
import { searchMembers } from '@/gateway';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { useKnownUsers } from '@/store/dms/selectors';
import type { NamedUser } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { findUsers, UserList } from '@/ui/user-list/UserList';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './windows.module.css';

/** Delay after the last key before more members are requested. */
const ASK_AFTER_MS = 300;

interface Props {
  chosen: readonly NamedUser[];
  onChange: (chosen: readonly NamedUser[]) => void;
  /** How many may be chosen. */
  most: number;
  /** Existing members. */
  without?: readonly string[];
}

export function UserPicker({ chosen, onChange, most, without = [] }: Props) {
  const client = useClient();
  const text = useText();
  const [typed, setTyped] = useState('');
  useMoreUsers(typed);
  const users = useKnownUsers().filter(({ user }) => !without.includes(user.id));
  const { shown, more } = findUsers(users, typed);
  const isFull = chosen.length >= most;
  const isChosen = ({ user }: NamedUser) => chosen.some((one) => one.user.id === user.id);

  const takeFirst: TextFieldProps['onKeyDown'] = (event) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || typed.trim() === '') {
      // Esc is for the dialog.
      event.continuePropagation();
      return;
    }
    event.preventDefault();
    const first = shown.find((person) => !isChosen(person));
    if (first === undefined || isFull) return;
    onChange([...chosen, first]);
    setTyped('');
  };

  return (
    <>
      <Chosen
        users={chosen}
        onTakeOut={(person) => onChange(chosen.filter(({ user }) => user.id !== person.user.id))}
      />
      <UserList
        label={text('dms.users')}
        searchLabel={text('dms.users.search')}
        typed={typed}
        onTyped={setTyped}
        onKeyDown={takeFirst}
        users={shown}
        avatarOf={(user) => userAvatar(client, user, 32)}
        selectionMode="multiple"
        // Esc closes the dialog.
        escapeKeyBehavior="none"
        chosen={chosen.map(({ user }) => user.id)}
        disabledKeys={isFull ? shown.filter((person) => !isChosen(person)).map(({ user }) => user.id) : []}
        onChoose={(ids) => {
          const remaining = chosen.filter(
            ({ user }) => ids.has(user.id) || !shown.some((one) => one.user.id === user.id),
          );
          const added = shown.filter((person) => ids.has(person.user.id) && !isChosen(person));
          onChange([...remaining, ...added].slice(0, most));
        }}
        empty={<T id={users.length === 0 ? 'dms.users.nobody' : 'dms.users.none'} />}
      />
      <p className={styles.words} role="status">
        {isFull ? text('dms.users.full') : more > 0 && text('dms.users.more', { count: more })}
      </p>
    </>
  );
}

interface ChosenProps {
  users: readonly NamedUser[];
  onTakeOut: (person: NamedUser) => void;
}

function Chosen({ users, onTakeOut }: ChosenProps) {
  const client = useClient();
  const text = useText();
  if (users.length === 0) return null;
  return (
    <ul className={styles.chosen} aria-label={text('dms.users.chosen')}>
      {users.map((person) => (
        <li key={person.user.id}>
          <button type="button" className={styles.chip} onClick={() => onTakeOut(person)}>
            <Avatar
              id={person.user.id}
              name={person.name}
              src={userAvatar(client, person.user, 20)}
              size={20}
            />
            <VisuallyHidden>{text('dms.users.takeOut', { name: person.name })}</VisuallyHidden>
            <span className={styles.chipName} aria-hidden="true">
              {person.name}
            </span>
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Not all members are known: they are requested once typing pauses. */
function useMoreUsers(typed: string): void {
  const client = useClient();
  const query = typed.trim();
  useEffect(() => {
    // At once for the first ones, which are shown before anything is typed.
    const timer = setTimeout(() => searchMembers(client, query), query === '' ? 0 : ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [query, client]);
}
