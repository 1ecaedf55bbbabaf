/** One member: picture, name, what they say of themselves, presence, and whether it is the owner, a bot or oneself. */
import { Crown } from 'lucide-react';
import { memo } from 'react';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { showProfile } from '@/store/profile-card';
import { type MemberInList, useCustomStatus, useGuild, useMe, usePresence } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import styles from './MemberList.module.css';

interface Props {
  member: MemberInList;
  guildId: string;
  /** The one row that Tab reaches; from it the arrow keys go on. */
  first: boolean;
}

export const MemberRow = memo(function MemberRow({ member: { user, name }, guildId, first }: Props) {
  const text = useText();
  const status = usePresence(user.id);
  const saying = useCustomStatus(user.id);
  const owner = useGuild(guildId)?.owner_id === user.id;
  const mine = useMe()?.id === user.id;
  return (
    <button
      type="button"
      className={styles.row}
      tabIndex={first ? 0 : -1}
      aria-haspopup="dialog"
      onClick={(event) => showProfile({ userId: user.id, guildId, beside: event.currentTarget })}
    >
      <span className={styles.avatar}>
        <Avatar id={user.id} name={name} src={userAvatar(user, 32)} size={32} />
        <span className={styles.presence}>
          <PresenceDot status={status} />
        </span>
      </span>
      <span className={styles.names}>
        <span className={styles.name} title={`@${user.username}`}>
          {name}
        </span>
        {saying !== '' && status !== 'offline' && (
          <span className={styles.saying} title={saying}>
            {saying}
          </span>
        )}
      </span>
      {mine && (
        <span className={styles.mark}>
          <T id="members.you" />
        </span>
      )}
      {user.bot && (
        <span className={styles.mark}>
          <T id="members.bot" />
        </span>
      )}
      {owner && <Crown className={styles.crown} role="img" aria-label={text('members.owner')} />}
    </button>
  );
});
