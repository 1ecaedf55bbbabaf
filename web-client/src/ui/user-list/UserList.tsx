/** Users to choose from: found by a part of the name, chosen with the arrows and Space or by a click. */
import { Check, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, type ListBoxProps } from 'react-aria-components/ListBox';
import type { TextFieldProps } from 'react-aria-components/TextField';
import { Avatar } from '../avatar/Avatar';
import { TextField } from '../text-field/TextField';
import styles from './UserList.module.css';

/** Maximum number of listed users; others are found by a part of the name. */
const MOST_SHOWN = 50;

export interface ListedUser {
  user: { id: string; username: string; avatar: string | null };
  name: string;
}

type Chosen = Pick<
  ListBoxProps<ListedUser>,
  'selectionMode' | 'disallowEmptySelection' | 'disabledKeys' | 'escapeKeyBehavior'
>;

interface Props extends Chosen {
  label: string;
  searchLabel: string;
  typed: string;
  onTyped: (typed: string) => void;
  onKeyDown?: TextFieldProps['onKeyDown'];
  /** The matching users: see `findUsers`. */
  users: readonly ListedUser[];
  /** The URL of a user's avatar. */
  avatarOf: (user: ListedUser['user']) => string | null;
  chosen: readonly string[];
  onChoose: (ids: ReadonlySet<unknown>) => void;
  empty: ReactNode;
}

export function UserList(props: Props) {
  const { label, searchLabel, typed, onTyped, onKeyDown, users, avatarOf, ...more } = props;
  const { chosen, onChoose, empty, ...list } = more;
  const isSingle = list.selectionMode === 'single';
  return (
    <>
      <TextField
        type="search"
        label={searchLabel}
        value={typed}
        onChange={onTyped}
        onKeyDown={onKeyDown}
        autoComplete="off"
        autoFocus
        prefix={<Search size={17} aria-hidden="true" />}
      />
      <ListBox
        {...list}
        className={isSingle ? styles.list : `${styles.list} ${styles.tall}`}
        aria-label={label}
        items={users}
        dependencies={[chosen]}
        selectedKeys={chosen}
        onSelectionChange={(keys) => keys !== 'all' && onChoose(keys)}
        renderEmptyState={() => <div className={styles.empty}>{empty}</div>}
      >
        {({ user, name }) => (
          <ListBoxItem id={user.id} textValue={name} className={styles.user}>
            <Avatar id={user.id} name={name} src={avatarOf(user)} />
            <span className={styles.name}>
              {name} <span className={styles.username}>@{user.username}</span>
            </span>
            <span className={isSingle ? styles.mark : styles.box} aria-hidden="true">
              {chosen.includes(user.id) && <Check />}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </>
  );
}

/** The users with this part in a name: the first ones to be shown, and the number of further ones. */
export function findUsers<User extends ListedUser>(
  users: readonly User[],
  typed: string,
): { shown: readonly User[]; more: number } {
  const part = typed.trim().toLocaleLowerCase();
  const found = users.filter(
    ({ name, user }) => name.toLocaleLowerCase().includes(part) || user.username.includes(part),
  );
  return { shown: found.slice(0, MOST_SHOWN), more: Math.max(0, found.length - MOST_SHOWN) };
}
