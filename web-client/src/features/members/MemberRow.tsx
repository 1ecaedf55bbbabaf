/** One member: avatar, name, custom status, presence, and whether it is the owner, a bot or the current user. */
import { Crown } from 'lucide-react';
import { memo } from 'react';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { useCustomStatus, useDisplayName, useGuild, useMe, usePresence, useUser } from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { useUserTrigger } from '@/users/use-user-trigger';
import styles from './MemberList.module.css';

interface Props {
  userId: string;
  guildId: string;
  /** The one row in the Tab order; arrow keys move from it. */
  isStop: boolean;
  onFocus: (userId: string) => void;
}

export const MemberRow = memo(function MemberRow({ userId, guildId, isStop, onFocus }: Props) {
  const client = useClient();
  const text = useText();
  const user = useUser(userId);
  const name = useDisplayName(guildId, userId);
  const status = usePresence(userId);
  const saying = useCustomStatus(userId);
  const owner = useGuild(guildId)?.owner_id === userId;
  const mine = useMe()?.id === userId;
  const context = useUserTrigger(userId, guildId);
  if (user === undefined) return <GapRow place={userId} />;
  return (
    <button
      type="button"
      className={styles.row}
      tabIndex={isStop ? 0 : -1}
      data-user={userId}
      aria-haspopup="dialog"
      {...context}
      onFocus={() => onFocus(userId)}
      onClick={(event) => showProfile(client, { userId, guildId, beside: event.currentTarget })}
    >
      <StatusAvatar id={userId} name={name} src={userAvatar(client, user, 32)} status={status} />
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

const WIDTHS = ['60%', '75%', '50%', '65%'];

/** A row that has not loaded yet. */
export function GapRow({ place }: { place: string }) {
  return (
    <div className={styles.gap}>
      <Skeleton width="2rem" height="2rem" radius="m" />
      <Skeleton width={WIDTHS[Number(place.at(-1)) % WIDTHS.length] ?? '60%'} height="0.875rem" />
    </div>
  );
}
