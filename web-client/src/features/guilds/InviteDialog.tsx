/**
 * An invite link. One is created as soon as the dialog opens, valid for seven days; other terms create another one.
 * Members who manage the guild also see and revoke active invites.
 */
import { useQuery } from '@tanstack/react-query';
import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { createInvite, deleteInvite, type Invite } from '@/api';
import { httpOf } from '@/api/http';
import { listGuildInvitesOptions, listGuildInvitesQueryKey, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { T, useFormats, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { inviteLink } from '@/lib/invites';
import { type GuildEntity, useCanInGuild } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogBody } from '@/ui/dialog/Dialog';
import { IconButton } from '@/ui/icon-button/IconButton';
import { Failed } from '@/ui/loaded/Failed';
import { Loaded } from '@/ui/loaded/Loaded';
import { Select } from '@/ui/select/Select';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';
import styles from './guilds.module.css';

interface Props {
  guild: GuildEntity;
  channelId: string;
  isOpen: boolean;
  onClose: () => void;
}

const AGES = ['1800', '3600', '86400', '604800', '0'] as const;
const USES = ['0', '1', '5', '25', '100'] as const;
type Age = (typeof AGES)[number];
type Uses = (typeof USES)[number];

export function InviteDialog({ guild, channelId, isOpen, onClose }: Props) {
  const text = useText();
  const mayManage = useCanInGuild(guild.id, 'manageGuild');
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('inviteDialog.title', { name: guild.name })}>
      <DialogBody>
        <NewInvite guildId={guild.id} channelId={channelId} />
        {mayManage && <ActiveInvites guildId={guild.id} />}
      </DialogBody>
    </Dialog>
  );
}

function NewInvite({ guildId, channelId }: { guildId: string; channelId: string }) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const [age, setAge] = useState<Age>('604800');
  const [uses, setUses] = useState<Uses>('0');
  const { data, error, refetch } = useQuery(
    {
      queryKey: ['new-invite', channelId, age, uses],
      queryFn: async () => {
        const body = { max_age: Number(age), max_uses: Number(uses), unique: false };
        const made = await createInvite({
          client: httpOf(client),
          path: { channel_id: channelId },
          body,
          throwOnError: true,
        });
        const list = {
          queryKey: listGuildInvitesQueryKey({ client: httpOf(client), path: { guild_id: guildId } }),
        };
        // A list requested before this invite was created would arrive without it.
        void queryClient(client)
          .cancelQueries(list)
          .then(() => queryClient(client).invalidateQueries(list));
        return made.data;
      },
      staleTime: 60_000,
      retry: false,
    },
    queryClient(client),
  );
  const link = data === undefined ? '' : inviteLink(data.code);

  const copy = async () => {
    await navigator.clipboard.writeText(link);
    showToast({ text: text('inviteDialog.copied') });
  };

  return (
    <>
      {error !== null && <Failed failure={failureText(error)} onRetry={refetch} />}
      <TextField label={text('inviteDialog.link')} value={link} isReadOnly onFocus={selectAll} />
      <Button
        variant="primary"
        wide
        autoFocus
        isDisabled={data === undefined}
        icon={<Copy aria-hidden="true" size={17} />}
        onPress={() => void copy()}
      >
        <T id="inviteDialog.copy" />
      </Button>
      <div className={styles.pair}>
        <Select
          label={text('inviteDialog.expiry')}
          choices={AGES.map((id) => ({ id, text: text(`inviteDialog.expiry.${id}`) }))}
          value={age}
          onChange={setAge}
        />
        <Select
          label={text('inviteDialog.uses')}
          choices={USES.map((id) => ({
            id,
            text:
              id === '0'
                ? text('inviteDialog.uses.any')
                : text('inviteDialog.uses.some', { count: Number(id) }),
          }))}
          value={uses}
          onChange={setUses}
        />
      </div>
    </>
  );
}

const selectAll = (event: { target: EventTarget }) => {
  if (event.target instanceof HTMLInputElement) event.target.select();
};

function ActiveInvites({ guildId }: { guildId: string }) {
  const client = useClient();
  const failureText = useFailureText();
  const invites = useQuery(
    listGuildInvitesOptions({ client: httpOf(client), path: { guild_id: guildId } }),
    queryClient(client),
  );
  return (
    <section>
      <h3 className={styles.heading}>
        <T id="inviteDialog.existing" />
      </h3>
      <Loaded
        query={invites}
        failureOf={failureText}
        waiting={<Skeleton height="2.5rem" radius="m" />}
        empty={
          <p className={styles.words}>
            <T id="inviteDialog.none" />
          </p>
        }
      >
        {(listed) => (
          <ul>
            {listed.map((invite) => (
              <InviteRow key={invite.code} invite={invite} guildId={guildId} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function InviteRow({ invite, guildId }: { invite: Invite; guildId: string }) {
  const client = useClient();
  const text = useText();
  const formats = useFormats();
  const failureText = useFailureText();
  const until = invite.expires_at;

  const revoke = async () => {
    try {
      await deleteInvite({ client: httpOf(client), path: { code: invite.code }, throwOnError: true });
      showToast({ text: text('inviteDialog.revoked') });
    } catch (thrown) {
      showToast({ text: failureText(thrown) });
    }
    await queryClient(client).invalidateQueries({
      queryKey: listGuildInvitesQueryKey({ client: httpOf(client), path: { guild_id: guildId } }),
    });
    queryClient(client).removeQueries({ queryKey: ['new-invite'] });
  };

  return (
    <li className={styles.invite}>
      <div className={styles.inviteText}>
        <code>{invite.code}</code>
        <div className={styles.small}>
          <T id="inviteDialog.used" values={{ uses: invite.uses ?? 0 }} />
          {' · '}
          {until === null || until === undefined
            ? text('inviteDialog.forever')
            : text('inviteDialog.until', {
                date: formats.formatDate(until, {
                  day: 'numeric',
                  month: 'long',
                  hour: 'numeric',
                  minute: 'numeric',
                }),
              })}
        </div>
      </div>
      <IconButton
        label={text('inviteDialog.revoke', { code: invite.code })}
        icon={<Trash2 />}
        tone="danger"
        size="small"
        onPress={() => void revoke()}
      />
    </li>
  );
}
