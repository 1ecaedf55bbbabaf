/** The dialogs of the channel list: create, change, delete; one open at a time. */
import { useNavigate } from '@tanstack/react-router';
import { type Channel, deleteChannel } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { CATEGORY } from '@/store/selectors';
import { ConfirmDialog, Dialog } from '@/ui/dialog/Dialog';
import { ChangeChannelForm } from './ChangeChannelForm';
import { CreateCategoryForm, CreateChannelForm } from './CreateForms';

export type ChannelAction =
  | { kind: 'create'; parentId: string | null }
  | { kind: 'create-category' }
  | { kind: 'change'; channel: Channel }
  | { kind: 'delete'; channel: Channel };

interface Props {
  isOpen: boolean;
  guildId: string;
  action: ChannelAction | undefined;
  onDone: () => void;
}

export function ChannelDialogs({ isOpen, guildId, action, onDone }: Props) {
  const text = useText();
  if (!isOpen) return null;
  switch (action?.kind) {
    case undefined:
      return null;
    case 'create':
      return (
        <Dialog isOpen onClose={onDone} title={text('channel.create')}>
          <CreateChannelForm guildId={guildId} parentId={action.parentId} onDone={onDone} />
        </Dialog>
      );
    case 'create-category':
      return (
        <Dialog isOpen onClose={onDone} title={text('channel.createCategory')}>
          <CreateCategoryForm guildId={guildId} onDone={onDone} />
        </Dialog>
      );
    case 'change':
      return (
        <Dialog
          isOpen
          onClose={onDone}
          title={text(action.channel.type === CATEGORY ? 'channel.categorySettings' : 'channel.settings')}
        >
          <ChangeChannelForm channel={action.channel} onDone={onDone} />
        </Dialog>
      );
    case 'delete':
      return <DeleteDialog channel={action.channel} onDone={onDone} />;
  }
}

function DeleteDialog({ channel, onDone }: { channel: Channel; onDone: () => void }) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  const navigate = useNavigate();
  const isCategory = channel.type === CATEGORY;
  const remove = async () => {
    await deleteChannel({ client: httpOf(client), path: { channel_id: channel.id }, throwOnError: true });
    if (location.pathname.endsWith(`/${channel.id}`)) {
      await navigate({ to: '/channels/$guildId', params: { guildId: channel.guild_id } });
    }
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onDone}
      title={text(isCategory ? 'channel.deleteCategory' : 'channel.delete')}
      question={text(isCategory ? 'channel.deleteCategory.question' : 'channel.delete.question', {
        name: channel.name,
      })}
      action={text('common.delete')}
      onConfirm={remove}
      failure={failure}
    />
  );
}
