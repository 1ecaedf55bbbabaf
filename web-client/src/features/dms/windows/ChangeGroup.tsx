/** Name and icon of a group; everybody in it may change them. */
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
import { IconField } from '@/ui/icon-field/IconField';
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
    showToast({ text: text(file === null ? 'direct.icon.removed' : 'direct.icon.saved') });
  };
  return (
    <Dialog isOpen onClose={onClose} title={text('direct.change')}>
      <DialogForm form={form} action={text('common.save')} onCancel={onClose}>
        <IconField
          label={text('direct.icon')}
          id={channel.id}
          name={name}
          src={channelIcon(channel, 64)}
          onPutUp={changeIcon}
          onTakeDown={() => changeIcon(null)}
        />
        <TextField
          name="name"
          label={text('direct.name')}
          hint={text('direct.name.hint')}
          defaultValue={channel.name ?? ''}
          maxLength={100}
          autoComplete="off"
          autoFocus
        />
      </DialogForm>
    </Dialog>
  );
}
