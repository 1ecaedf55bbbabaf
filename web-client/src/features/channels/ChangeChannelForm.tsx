/** Name, topic, category and slow mode of a channel; of a category only the name. */
import { useState } from 'react';
import { type Channel, updateChannel } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { CATEGORY } from '@/store/selectors';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { Select } from '@/ui/select/Select';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';
import { CategorySelect } from './CategorySelect';
import { channelName } from './channel-name';

const SLOW_SECONDS = [0, 5, 10, 30, 60, 300, 900, 3600] as const;

interface Props {
  channel: Channel;
  onDone: () => void;
}

export function ChangeChannelForm({ channel, onDone }: Props) {
  const client = useClient();
  const text = useText();
  const isCategory = channel.type === CATEGORY;
  const [category, setCategory] = useState(channel.parent_id);
  const [slow, setSlow] = useState(String(channel.rate_limit_per_user));
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const typed = textOf(fields, 'name');
      const topic = textOf(fields, 'topic');
      const body = isCategory
        ? { name: typed }
        : {
            name: channelName(typed),
            topic: topic === '' ? null : topic,
            rate_limit_per_user: Number(slow),
            ...(category === channel.parent_id ? {} : { parent_id: category }),
          };
      await updateChannel({
        client: httpOf(client),
        path: { channel_id: channel.id },
        body,
        throwOnError: true,
      });
      onDone();
      showToast({ text: text('common.saved') });
    },
  });

  const slowText = (seconds: number) => {
    if (seconds === 0) return text('channel.slowmode.off');
    if (seconds < 60) return text('channel.slowmode.seconds', { count: seconds });
    return text('channel.slowmode.minutes', { count: Math.round(seconds / 60) });
  };
  const slowChoices = [...new Set([...SLOW_SECONDS, channel.rate_limit_per_user])]
    .sort((a, b) => a - b)
    .map((seconds) => ({ id: String(seconds), text: slowText(seconds) }));

  return (
    <DialogForm form={form} action={text('common.save')} onCancel={onDone}>
      <TextField
        name="name"
        label={text(isCategory ? 'channel.categoryName' : 'channel.name')}
        defaultValue={channel.name}
        maxLength={100}
        isRequired
        autoComplete="off"
        autoFocus
      />
      {!isCategory && (
        <>
          <TextField
            name="topic"
            label={text('channel.topic')}
            hint={text('channel.topic.hint')}
            defaultValue={channel.topic ?? ''}
            maxLength={1024}
            rows={3}
          />
          <CategorySelect guildId={channel.guild_id} value={category} onChange={setCategory} />
          <Select label={text('channel.slowmode')} choices={slowChoices} value={slow} onChange={setSlow} />
        </>
      )}
    </DialogForm>
  );
}
