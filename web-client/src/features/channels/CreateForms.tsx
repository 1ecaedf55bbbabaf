/** A new channel, a new category. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createChannel } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { CATEGORY, TEXT_CHANNEL } from '@/store/selectors';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { TextField } from '@/ui/text-field/TextField';
import { CategorySelect } from './CategorySelect';
import { channelName } from './channel-name';

interface Props {
  guildId: string;
  onDone: () => void;
}

export function CreateChannelForm({ guildId, parentId, onDone }: Props & { parentId: string | null }) {
  const client = useClient();
  const text = useText();
  const navigate = useNavigate();
  const [category, setCategory] = useState(parentId);
  const [name, setName] = useState('');
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const topic = textOf(fields, 'topic');
      const { data } = await createChannel({
        client: httpOf(client),
        path: { guild_id: guildId },
        body: {
          name: channelName(name),
          type: TEXT_CHANNEL,
          parent_id: category,
          ...(topic === '' ? {} : { topic }),
        },
        throwOnError: true,
      });
      onDone();
      await navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId: data.id } });
    },
  });
  return (
    <DialogForm form={form} action={text('common.create')} onCancel={onDone}>
      <TextField
        name="name"
        label={text('channel.name')}
        hint={text('channel.name.hint')}
        value={name}
        onChange={(typed) => setName(typed.replace(/\s/g, '-'))}
        maxLength={100}
        isRequired
        autoComplete="off"
        autoFocus
      />
      <TextField
        name="topic"
        label={text('channel.topic')}
        hint={text('channel.topic.hint')}
        maxLength={1024}
        rows={2}
      />
      <CategorySelect guildId={guildId} value={category} onChange={setCategory} />
    </DialogForm>
  );
}

export function CreateCategoryForm({ guildId, onDone }: Props) {
  const client = useClient();
  const text = useText();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      await createChannel({
        client: httpOf(client),
        path: { guild_id: guildId },
        body: { name: textOf(fields, 'name'), type: CATEGORY },
        throwOnError: true,
      });
      onDone();
    },
  });
  return (
    <DialogForm form={form} action={text('common.create')} onCancel={onDone}>
      <TextField
        name="name"
        label={text('channel.categoryName')}
        maxLength={100}
        isRequired
        autoComplete="off"
        autoFocus
      />
    </DialogForm>
  );
}
