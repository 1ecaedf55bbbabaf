/** Name and icon of a group; every member may change them. */
import { useClient } from '@/client/context';
import { changeGroupIcon, renameGroup } from '@/gateway/dms';
import { useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { channelIcon } from '@/lib/images';
import { useDmName } from '@/store/dms/selectors';
import type { DmEntity } from '@/store/selectors';
import { Dialog } from '@/ui/dialog/Dialog';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { ImageField } from '@/ui/image-field/ImageField';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';

interface Props {
  channel: DmEntity;
  onClose: () => void;
}

export function ChangeGroup({ channel, onClose }: Props) {
  const client = useClient();
  const text = useText();
  const name = useDmName(channel.id);
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const typed = textOf(fields, 'name');
      if (typed !== (channel.name ?? '')) await renameGroup(client, channel.id, typed);
      onClose();
      showToast({ text: text('common.saved') });
    },
  });
  const changeIcon = async (file: File | null) => {
    await changeGroupIcon(client, channel.id, file);
    showToast({ text: text(file === null ? 'dms.icon.removed' : 'dms.icon.saved') });
  };
  return (
    <Dialog isOpen onClose={onClose} title={text('dms.change')}>
      <DialogForm form={form} action={text('common.save')} onCancel={onClose}>
        <ImageField
          label={text('dms.icon')}
          id={channel.id}
          name={name}
          src={channelIcon(client, channel, 64)}
          onUpload={changeIcon}
          onRemove={() => changeIcon(null)}
        />
        <TextField
          name="name"
          label={text('dms.name')}
          hint={text('dms.name.hint')}
          defaultValue={channel.name ?? ''}
          maxLength={100}
          autoComplete="off"
          autoFocus
        />
      </DialogForm>
    </Dialog>
  );
}
