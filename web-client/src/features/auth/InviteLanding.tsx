/** The target of an invite link: the guild, its number of members, and how to join. Needs no session. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Unlink } from 'lucide-react';
import { acceptInvite, type Invite } from '@/api';
import { httpOf } from '@/api/http';
import { joinedHref } from '@/api/joined';
import { findInviteOptions, queryClient } from '@/api/queries';
import { useSession } from '@/api/use-session';
import { useClient } from '@/client/context';
import { T } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { guildIcon } from '@/lib/images';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { LinkButton } from '@/ui/button/LinkButton';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { Guarded } from '@/ui/guarded/Guarded';
import { Failed } from '@/ui/loaded/Failed';
import { Notice } from '@/ui/notice/Notice';
import { NeedsConnection } from '@/ui/offline/NeedsConnection';
import { useOffline } from '@/ui/offline/offline';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { AuthLayout } from './AuthLayout';
import styles from './AuthLayout.module.css';

export function InviteLanding({ code }: { code: string }) {
  const client = useClient();
  const failureText = useFailureText();
  const offline = useOffline();
  const {
    data: invite,
    error,
    refetch,
  } = useQuery(
    {
      ...findInviteOptions({ client: httpOf(client), path: { code }, query: { with_counts: true } }),
      retry: false,
    },
    queryClient(client),
  );

  if (offline) {
    return (
      <AuthLayout title={<T id="invite.title" />}>
        <NeedsConnection />
        <LinkButton to="/dm" variant="soft" wide>
          <T id="invite.home" />
        </LinkButton>
      </AuthLayout>
    );
  }
  if (error !== null && error !== undefined) {
    const gone = 'status' in error && error.status === 404;
    return (
      <AuthLayout title={<T id={gone ? 'invite.bad.title' : 'invite.title'} />}>
        {gone ? (
          <EmptyState icon={<Unlink />} title={code}>
            <T id="invite.bad.words" />
          </EmptyState>
        ) : (
          <Failed failure={failureText(error)} onRetry={refetch} />
        )}
        <LinkButton to="/dm" variant="soft" wide>
          <T id="invite.home" />
        </LinkButton>
      </AuthLayout>
    );
  }

  const inviter = invite?.inviter?.global_name ?? invite?.inviter?.username;
  const title =
    inviter === undefined ? <T id="invite.title" /> : <T id="invite.titleBy" values={{ name: inviter }} />;
  return (
    <AuthLayout title={title}>
      {invite === undefined ? <Skeleton height="9rem" radius="m" /> : <InviteCard invite={invite} />}
    </AuthLayout>
  );
}

function InviteCard({ invite }: { invite: Invite }) {
  const client = useClient();
  const { status } = useSession();
  const { guild, approximate_member_count: members, approximate_presence_count: online } = invite;
  return (
    <>
      <div className={styles.guild}>
        <Avatar id={guild.id} name={guild.name} src={guildIcon(client, guild)} size={64} />
        <h2 className={styles.guildName}>{guild.name}</h2>
        {guild.description !== null && (
          <p className={styles.words}>
            <Guarded text={guild.description}>{guild.description}</Guarded>
          </p>
        )}
        <p className={styles.counts}>
          {online !== undefined && (
            <span className={styles.count}>
              <span className={`${styles.dot} ${styles.online}`} />
              <T id="invite.online" values={{ count: online }} />
            </span>
          )}
          {members !== undefined && (
            <span className={styles.count}>
              <span className={styles.dot} />
              <T id="invite.members" values={{ count: members }} />
            </span>
          )}
        </p>
      </div>
      {status === 'signed-in' ? <JoinNow code={invite.code} /> : <EnterFirst code={invite.code} />}
    </>
  );
}

function JoinNow({ code }: { code: string }) {
  const client = useClient();
  const navigate = useNavigate();
  const failureText = useFailureText();
  const join = useMutation(
    {
      mutationFn: () => acceptInvite({ client: httpOf(client), path: { code }, throwOnError: true }),
      onSuccess: ({ data }) => navigate({ href: joinedHref(data), replace: true }),
    },
    queryClient(client),
  );
  return (
    <div className={styles.actions}>
      {join.error !== null && <Notice tone="danger">{failureText(join.error)}</Notice>}
      <Button variant="primary" wide autoFocus isPending={join.isPending} onPress={() => join.mutate()}>
        <T id="invite.join" />
      </Button>
    </div>
  );
}

function EnterFirst({ code }: { code: string }) {
  return (
    <div className={styles.actions}>
      <LinkButton to="/register" search={{ invite: code }} variant="primary" wide>
        <T id="invite.register" />
      </LinkButton>
      <LinkButton to="/login" search={{ invite: code }} variant="soft" wide>
        <T id="invite.signIn" />
      </LinkButton>
    </div>
  );
}
