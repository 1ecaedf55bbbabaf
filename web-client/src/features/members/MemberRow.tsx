/** One member: picture, name, presence, and whether it is the owner, a bot or oneself. */
import { Crown } from 'lucide-react';
import { memo } from 'react';
import { T, useText } from '@/i18n';
import { type MemberInList, useGuild, useMe, usePresence } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import styles from './MemberList.module.css';

interface Props {
  member: MemberInList;
  guildId: string;
}

export const MemberRow = memo(function MemberRow({ member: { user, name }, guildId }: Props) {
  const text = useText();
  const status = usePresence(user.id);
  const owner = useGuild(guildId)?.owner_id === user.id;
  const mine = useMe()?.id === user.id;
  return (
    <div className={styles.row}>
      <span className={styles.avatar}>
        <Avatar id={user.id} name={name} size={32} />
        <span className={styles.presence}>
          <PresenceDot status={status} />
        </span>
      </span>
      <span className={styles.name} title={`@${user.username}`}>
        {name}
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
    </div>
  );
});
