/** One entry of the palette: image, name, place, and unread state. */
import { Hash, Users } from 'lucide-react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { guildIcon, userAvatar } from '@/lib/images';
import { usePresence } from '@/store/selectors';
import type { User } from '@/store/state';
import { Avatar } from '@/ui/avatar/Avatar';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';
import { Badge } from '@/ui/badge/Badge';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import type { Entry } from './entries';
import styles from './Switcher.module.css';

interface Props {
  entry: Entry;
  isCurrent: boolean;
  onPoint: (entry: Entry) => void;
  onTake: (entry: Entry) => void;
}

export const optionId = ({ kind, id }: Pick<Entry, 'kind' | 'id'>): string => `switcher-${kind}-${id}`;

export function EntryRow({ entry, isCurrent, onPoint, onTake }: Props) {
  const text = useText();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which keeps the focus
    <div
      id={optionId(entry)}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      className={styles.entry}
      data-unread={entry.unread || undefined}
      onPointerMove={() => !isCurrent && onPoint(entry)}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onTake(entry)}
    >
      <SourceImage entry={entry} />
      <span className={styles.name}>{entry.name}</span>
      {entry.detail !== '' && <span className={styles.detail}>{entry.detail}</span>}
      {entry.mentions > 0 ? (
        <Badge count={entry.mentions} label={text('switcher.mentions', { count: entry.mentions })} />
      ) : (
        entry.unread && (
          <span className={styles.news}>
            <VisuallyHidden>{text('shell.unread')}</VisuallyHidden>
          </span>
        )
      )}
    </div>
  );
}

function SourceImage({ entry: { kind, name, guild, user, action } }: { entry: Entry }) {
  const client = useClient();
  if (user !== undefined) return <UserAvatar user={user} name={name} />;
  if (guild !== undefined)
    return <Avatar id={guild.id} name={name} src={guildIcon(client, guild)} size={24} />;
  return (
    <span className={styles.icon} aria-hidden="true">
      {action?.icon ?? (kind === 'channel' ? <Hash /> : <Users />)}
    </span>
  );
}

function UserAvatar({ user, name }: { user: User; name: string }) {
  const client = useClient();
  const status = usePresence(user.id);
  return (
    <StatusAvatar id={user.id} name={name} src={userAvatar(client, user, 24)} size={24} status={status} />
  );
}
