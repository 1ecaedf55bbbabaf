/** Icon, name, description and system channel of the guild; for its owner also transfer and deletion. */
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { deleteGuild, updateGuild } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFailureText, useFormFailures } from '@/i18n/failures';
import { type GuildEntity, useMe } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { ConfirmDialog, Dialog } from '@/ui/dialog/Dialog';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';
import { GuildIconField } from './GuildIconField';
import styles from './guilds.module.css';
import { SystemChannelFields } from './SystemChannelFields';
import { systemChannelChange, systemChannelOf } from './system-channel';
import { TransferDialog } from './TransferDialog';

interface Props {
  guild: GuildEntity;
  isOpen: boolean;
  onClose: () => void;
}

type Asking = 'transfer' | 'delete';

export function GuildSettingsDialog({ guild, isOpen, onClose }: Props) {
  const client = useClient();
  const text = useText();
  const me = useMe();
  const failure = useFailureText();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>();

  const remove = async () => {
    const path = { guild_id: guild.id };
    const done = await withFreshAuthentication(client, () =>
      deleteGuild({ client: httpOf(client), path, throwOnError: true }),
    );
    if (done === undefined) return;
    showToast({ text: text('guild.deleted', { name: guild.name }) });
    await navigate({ to: '/dm' });
  };

  return (
    <>
      <Dialog isOpen={isOpen} onClose={onClose} title={text('guild.settings')}>
        <OverviewForm guild={guild} onClose={onClose}>
          {me?.id === guild.owner_id && (
            <DangerZone
              onAsk={(what) => {
                onClose();
                setAsking(what);
              }}
            />
          )}
        </OverviewForm>
      </Dialog>
      <TransferDialog guild={guild} isOpen={asking === 'transfer'} onClose={() => setAsking(undefined)} />
      <ConfirmDialog
        isOpen={asking === 'delete'}
        onClose={() => setAsking(undefined)}
        title={text('guild.delete')}
        question={text('guild.delete.question', { name: guild.name })}
        action={text('common.delete')}
        onConfirm={remove}
        failure={failure}
      />
    </>
  );
}

function DangerZone({ onAsk }: { onAsk: (what: Asking) => void }) {
  return (
    <section className={styles.danger}>
      <h3>
        <T id="guild.danger" />
      </h3>
      <div className={styles.buttons}>
        <Button size="small" onPress={() => onAsk('transfer')}>
          <T id="guild.transfer.title" />
        </Button>
        <Button variant="danger" size="small" onPress={() => onAsk('delete')}>
          <T id="guild.delete" />
        </Button>
      </div>
    </section>
  );
}

function OverviewForm({ guild, onClose, children }: Omit<Props, 'isOpen'> & { children: ReactNode }) {
  const client = useClient();
  const text = useText();
  const [system, setSystem] = useState(systemChannelOf(guild));
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const description = textOf(fields, 'description');
      await updateGuild({
        client: httpOf(client),
        path: { guild_id: guild.id },
        body: {
          name: textOf(fields, 'name'),
          description: description === '' ? null : description,
          ...systemChannelChange(systemChannelOf(guild), system),
        },
        throwOnError: true,
      });
      onClose();
      showToast({ text: text('common.saved') });
    },
  });
  return (
    <DialogForm form={form} action={text('common.save')} onCancel={onClose}>
      <GuildIconField guild={guild} />
      <TextField
        name="name"
        label={text('guild.create.name')}
        defaultValue={guild.name}
        minLength={2}
        maxLength={100}
        isRequired
        autoFocus
      />
      <TextField
        name="description"
        label={text('guild.description')}
        hint={text('guild.description.hint')}
        defaultValue={guild.description ?? ''}
        maxLength={120}
        rows={2}
      />
      <SystemChannelFields guildId={guild.id} value={system} onChange={setSystem} />
      {children}
    </DialogForm>
  );
}
