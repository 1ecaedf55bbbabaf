/** Blocked users, with unblocking. */

import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { useBlocked } from '@/store/dms/selectors';
import { isGone, type NamedUser } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { Guarded } from '@/ui/guarded/Guarded';
import { useUserActions } from '@/users/use-user-actions';
import styles from '../Settings.module.css';

export function BlocksCard() {
  const blocked = useBlocked();
  return (
    <Card title="settings.blocks" words={<T id="settings.blocks.words" />}>
      {blocked.length === 0 ? (
        <p className={styles.words}>
          <T id="settings.blocks.none" />
        </p>
      ) : (
        <ul className={styles.rows}>
          {blocked.map((person) => (
            <Guarded key={person.user.id} of={person} text={person.name}>
              <Row person={person} />
            </Guarded>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ person: { user, name } }: { person: NamedUser }) {
  const client = useClient();
  const text = useText();
  const { unblock } = useUserActions(user.id);
  return (
    <li className={styles.row}>
      <Avatar id={user.id} name={name} src={userAvatar(client, user, 32)} />
      <div className={styles.rowText}>
        <p className={styles.rowTitle}>{name}</p>
        {!isGone(user) && <p className={styles.words}>@{user.username}</p>}
      </div>
      {unblock !== null && (
        <Button size="small" aria-label={text('settings.blocks.unblock', { name })} onPress={unblock}>
          <T id="user.unblock" />
        </Button>
      )}
    </li>
  );
}
