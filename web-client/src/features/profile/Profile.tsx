/** The content of the profile card. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Ban, CalendarDays, Crown, MessageCircle, Settings, ShieldCheck, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { httpOf } from '@/api/http';
import { queryClient, userProfileOptions } from '@/api/queries';
import { useClient } from '@/client/context';
import { T, useFormats } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { timeOfId } from '@/lib/ids';
import { userAvatar } from '@/lib/images';
import {
  isGone,
  useCustomStatus,
  useGuild,
  useMe,
  useMember,
  useNaming,
  useOwnWord,
  usePresence,
  useUser,
} from '@/store/selectors';
import { StatusAvatar } from '@/ui/avatar/StatusAvatar';
import { Button } from '@/ui/button/Button';
import { LinkButton } from '@/ui/button/LinkButton';
import { Guarded } from '@/ui/guarded/Guarded';
import { Notice } from '@/ui/notice/Notice';
import { useOffline } from '@/ui/offline/offline';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { useUserActions } from '@/users/use-user-actions';
import styles from './Profile.module.css';
import { Roles } from './Roles';

interface Props {
  userId: string;
  guildId: string | undefined;
}

export function Profile({ userId, guildId }: Props) {
  const client = useClient();
  const failureText = useFailureText();
  const offline = useOffline();
  const { data, error } = useQuery(
    { ...userProfileOptions({ client: httpOf(client), path: { user_id: userId } }), enabled: !offline },
    queryClient(client),
  );
  const known = useUser(userId);
  const user = known ?? data?.user;
  const member = useMember(guildId, userId);
  const status = usePresence(userId);
  const live = useCustomStatus(userId);
  const me = useMe();
  const naming = useNaming();
  const saying = live || (me?.id === userId ? '' : (data?.custom_status ?? ''));
  return (
    <>
      <div className={styles.top}>
        <StatusAvatar
          id={userId}
          name={user === undefined ? '' : naming(user)}
          src={user && userAvatar(client, user, 64)}
          size={64}
          status={status}
          isDecoration
        />
        <div className={styles.names}>
          {user === undefined ? (
            <Skeleton width="9rem" height="1.25rem" />
          ) : (
            <>
              <p className={styles.name}>{member?.nick || naming(user)}</p>
              {!isGone(user) && <p className={styles.username}>@{user.username}</p>}
              {!isGone(user) && <PresenceWord userId={userId} />}
            </>
          )}
        </div>
      </div>
      {saying !== '' && <Saying words={saying} mine={me?.id === userId} />}
      {offline && (
        <Notice tone="calm">
          <T id="offline.profile" />
        </Notice>
      )}
      {error !== null && <Notice tone="danger">{failureText(error)}</Notice>}
      {data === undefined && error === null && !offline && <Skeleton height="2.5rem" radius="m" />}
      {data !== undefined && data.bio !== '' && (
        <section>
          <h3 className={styles.heading}>
            <T id="profile.about" />
          </h3>
          <p className={styles.bio}>
            <Guarded text={String(data.bio)}>{data.bio}</Guarded>
          </p>
        </section>
      )}
      {guildId !== undefined && member !== undefined && <Roles guildId={guildId} ids={member.roles} />}
      <Facts userId={userId} guildId={guildId} joinedAt={member?.joined_at} />
      {me?.id === userId ? <OwnActions operator={me.chatspace.operator} /> : <Actions userId={userId} />}
    </>
  );
}

/** The current user sees what others see; an invisible one is informed in words. */
function PresenceWord({ userId }: { userId: string }) {
  const own = useOwnWord();
  const status = usePresence(userId);
  const mine = useMe()?.id === userId;
  return (
    <p className={styles.presenceWord}>
      <T id={`presence.${mine ? own : status}`} />
    </p>
  );
}

function Saying({ words, mine }: { words: string; mine: boolean }) {
  const { formatTime } = useFormats();
  const end = useMe()?.chatspace.custom_status_expires_at ?? null;
  return (
    <p className={styles.saying}>
      {words}
      {mine && end !== null && (
        <span className={styles.end}>
          <T id="ownStatus.ends" values={{ time: formatTime(end) }} />
        </span>
      )}
    </p>
  );
}

function Facts({ userId, guildId, joinedAt }: Props & { joinedAt: string | null | undefined }) {
  const { formatDate } = useFormats();
  const owner = useGuild(guildId)?.owner_id === userId;
  const day = (date: Date | string) => formatDate(date, { dateStyle: 'long' });
  return (
    <ul className={styles.facts}>
      {owner && (
        <Fact icon={<Crown aria-hidden="true" />}>
          <T id="members.owner" />
        </Fact>
      )}
      {joinedAt && (
        <Fact icon={<UserRound aria-hidden="true" />}>
          <T id="profile.joined" values={{ date: day(joinedAt) }} />
        </Fact>
      )}
      <Fact icon={<CalendarDays aria-hidden="true" />}>
        <T id="profile.since" values={{ date: day(timeOfId(userId)) }} />
      </Fact>
    </ul>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className={styles.fact}>
      {icon}
      <span>{children}</span>
    </li>
  );
}

function Actions({ userId }: { userId: string }) {
  const { channelId } = useParams({ strict: false });
  const { write, block, unblock } = useUserActions(userId, channelId);
  if (useOffline() || (write === null && block === null && unblock === null)) return null;
  return (
    <div className={styles.actions}>
      {write !== null && (
        <Button wide variant="primary" icon={<MessageCircle size={17} aria-hidden="true" />} onPress={write}>
          <T id="user.write" />
        </Button>
      )}
      {block !== null && (
        <Button wide variant="quiet" icon={<Ban size={17} aria-hidden="true" />} onPress={block}>
          <T id="user.block" />
        </Button>
      )}
      {unblock !== null && (
        <Button wide icon={<Ban size={17} aria-hidden="true" />} onPress={unblock}>
          <T id="user.unblock" />
        </Button>
      )}
    </div>
  );
}

function OwnActions({ operator }: { operator: boolean }) {
  return (
    <div className={styles.actions}>
      <LinkButton to="/settings" wide icon={<Settings size={17} aria-hidden="true" />}>
        <T id="profile.settings" />
      </LinkButton>
      {operator && (
        <LinkButton to="/operator" wide icon={<ShieldCheck size={17} aria-hidden="true" />}>
          <T id="profile.operate" />
        </LinkButton>
      )}
    </div>
  );
}
