/** The members of a group, the current user included, with the actions for each. */
import { Crown, Ellipsis, UserMinus, UserPlus } from 'lucide-react';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { useRecipients } from '@/store/dms/selectors';
import {
  type DmEntity,
  displayName,
  isGone,
  type NamedUser,
  useCustomStatus,
  useMe,
  usePresence,
} from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';
import { Button } from '@/ui/button/Button';
import { Guarded } from '@/ui/guarded/Guarded';
import { IconButton } from '@/ui/icon-button/IconButton';
import { LinkRow, RowButton } from '@/ui/link-row/LinkRow';
import { ActionMenu, MenuItem } from '@/ui/menu/Menu';
import { useRowMenu } from '@/ui/menu/use-row-menu';
import shared from '@/ui/shared.module.css';
import { UserItems } from '@/users/UserItems';
import styles from './Dms.module.css';
import { MOST_OTHERS } from './limits';
import { openWindow } from './opened';

export function RecipientsPanel({ channel }: { channel: DmEntity }) {
  const client = useClient();
  const me = useMe();
  const others = useRecipients(channel.id);
  if (me === null) return null;
  const users = [{ user: me, name: displayName(me) }, ...others];
  return (
    <section className={styles.panel} aria-labelledby="group-members">
      <h2 id="group-members" className={styles.panelTitle}>
        <T id="dms.count" values={{ count: users.length }} />
      </h2>
      <ul className={styles.list} onKeyDown={arrowFocus}>
        {users.map((person) => (
          <Guarded key={person.user.id} of={person} text={person.name}>
            <Person person={person} channel={channel} />
          </Guarded>
        ))}
      </ul>
      {others.length < MOST_OTHERS && (
        <Button
          wide
          variant="quiet"
          icon={<UserPlus size={17} aria-hidden="true" />}
          onPress={() => openWindow(client, { kind: 'add', channelId: channel.id })}
        >
          <T id="dms.add" />
        </Button>
      )}
    </section>
  );
}

interface PersonProps {
  person: NamedUser;
  channel: DmEntity;
}

function Person({ person: { user, name }, channel }: PersonProps) {
  const client = useClient();
  const text = useText();
  const status = usePresence(user.id);
  const saying = useCustomStatus(user.id);
  const me = useMe();
  const mine = me?.id === user.id;
  const mayRemove = me?.id === channel.owner_id;
  const hasMenu = !mine && (mayRemove || !isGone(user));
  const { context, menu } = useRowMenu();
  return (
    <LinkRow
      size="tall"
      isMenuOpen={menu.isOpen}
      more={
        hasMenu ? (
          <RecipientMenu user={user} name={name} channel={channel} mayRemove={mayRemove} {...menu} />
        ) : undefined
      }
    >
      <RowButton
        aria-haspopup="dialog"
        {...(hasMenu && context)}
        onClick={(event) =>
          showProfile(client, { userId: user.id, guildId: undefined, beside: event.currentTarget })
        }
      >
        <StatusAvatar id={user.id} name={name} src={userAvatar(client, user, 32)} status={status} />
        <span className={shared.names}>
          <span className={styles.name}>{name}</span>
          {saying !== '' && status !== 'offline' && <span className={styles.under}>{saying}</span>}
        </span>
        {mine && (
          <span className={styles.mark}>
            <T id="members.you" />
          </span>
        )}
        {channel.owner_id === user.id && (
          <Crown className={styles.crown} role="img" aria-label={text('dms.owner')} />
        )}
      </RowButton>
    </LinkRow>
  );
}

interface MenuProps extends NamedUser {
  channel: DmEntity;
  mayRemove: boolean;
  isOpen: boolean;
  point: { x: number; y: number } | null;
  onOpenChange: (open: boolean) => void;
}

function RecipientMenu({ user, name, channel, mayRemove, ...open }: MenuProps) {
  const client = useClient();
  const text = useText();
  const label = text('dms.menu', { name });
  return (
    <ActionMenu
      label={label}
      {...open}
      opener={<IconButton label={label} icon={<Ellipsis />} size="small" placement="left" />}
    >
      <UserItems userId={user.id} here={channel.id} />
      {mayRemove && (
        <MenuItem
          text={text('dms.remove')}
          icon={<UserMinus />}
          tone="danger"
          needsConnection
          onAction={() => openWindow(client, { kind: 'remove', channelId: channel.id, userId: user.id })}
        />
      )}
    </ActionMenu>
  );
}
