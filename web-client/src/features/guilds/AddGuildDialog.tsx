/** Creates a guild, or joins one by invite. */
import { useNavigate } from '@tanstack/react-router';
import { acceptInvite, createGuild } from '@/api';
import { httpOf } from '@/api/http';
import { joinedHref } from '@/api/joined';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { inviteCode, inviteLink } from '@/lib/invites';
import { displayName, useMe } from '@/store/selectors';
import { Dialog } from '@/ui/dialog/Dialog';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { Tabs } from '@/ui/tabs/Tabs';
import { TextField } from '@/ui/text-field/TextField';

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

export function AddGuildDialog({ isOpen, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('guild.add')}>
      <Tabs
        label={text('guild.add')}
        tabs={[
          { id: 'create', title: text('guild.create'), content: <CreateGuildForm onClose={onClose} /> },
          { id: 'join', title: text('guild.join'), content: <JoinGuildForm onClose={onClose} /> },
        ]}
      />
    </Dialog>
  );
}

function CreateGuildForm({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const text = useText();
  const me = useMe();
  const navigate = useNavigate();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const { data } = await createGuild({
        client: httpOf(client),
        body: { name: textOf(fields, 'name') },
        throwOnError: true,
      });
      onClose();
      await navigate({ to: '/channels/$guildId', params: { guildId: data.id } });
    },
  });
  return (
    <DialogForm form={form} action={text('common.create')} onCancel={onClose}>
      <TextField
        name="name"
        label={text('guild.create.name')}
        hint={text('guild.create.words')}
        defaultValue={me === null ? '' : text('guild.create.usual', { name: displayName(me) })}
        minLength={2}
        maxLength={100}
        isRequired
        autoFocus
      />
    </DialogForm>
  );
}

function JoinGuildForm({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const text = useText();
  const navigate = useNavigate();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const code = inviteCode(textOf(fields, 'invite'));
      const { data } = await acceptInvite({ client: httpOf(client), path: { code }, throwOnError: true });
      onClose();
      await navigate({ href: joinedHref(data) });
    },
  });
  return (
    <DialogForm form={form} action={text('guild.join.submit')} onCancel={onClose}>
      <TextField
        name="invite"
        label={text('guild.join.link')}
        hint={text('guild.join.hint', { example: inviteLink('aB3dE5fG') })}
        isRequired
        autoComplete="off"
        autoFocus
      />
    </DialogForm>
  );
}
