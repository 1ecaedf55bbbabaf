/** A custom status beside the name, and when it expires. */
import { useState } from 'react';
import type { CurrentUser } from '@/api';
import { useClient } from '@/client/context';
import { EmojiButton } from '@/emoji/EmojiButton';
import { useFormats, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Dialog } from '@/ui/dialog/Dialog';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { Select } from '@/ui/select/Select';
import { TextField } from '@/ui/text-field/TextField';
import { EXPIRIES, type Expiry, endOf } from './expiry';
import { saveWords } from './use-own-status';

/** In code points, as the server counts. */
const MOST = 128;

interface Props {
  me: CurrentUser;
  isOpen: boolean;
  onClose: () => void;
}

export function CustomStatusDialog({ me, isOpen, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('ownStatus.title')}>
      <StatusForm me={me} onClose={onClose} />
    </Dialog>
  );
}

function StatusForm({ me, onClose }: Omit<Props, 'isOpen'>) {
  const client = useClient();
  const text = useText();
  const end = me?.chatspace.custom_status_expires_at ?? null;
  const [words, setWords] = useState(me.chatspace.custom_status ?? '');
  const [until, setUntil] = useState<Expiry | 'unchanged'>(end === null ? 'never' : 'unchanged');
  const choices = useChoices(end);
  const left = MOST - [...words.trim()].length;
  const count =
    left < 0 ? text('composer.tooLong', { count: -left }) : text('composer.counter', { count: left });
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const written = textOf(fields, 'custom_status');
      if (written === '') await saveWords(client, null, null);
      else await saveWords(client, written, until === 'unchanged' ? end : endOf(until, new Date()));
      onClose();
    },
  });
  return (
    <DialogForm form={form} action={text('common.save')} onCancel={onClose}>
      <TextField
        name="custom_status"
        label={text('ownStatus.words')}
        hint={count}
        value={words}
        onChange={setWords}
        validate={() => (left < 0 ? count : null)}
        autoComplete="off"
        autoFocus
      />
      <EmojiButton onChoose={(emoji) => setWords(`${words}${emoji}`)} />
      <Select label={text('ownStatus.until')} choices={choices} value={until} onChange={setUntil} />
    </DialogForm>
  );
}

/** The current expiry comes first. */
function useChoices(end: string | null) {
  const text = useText();
  const { formatTime } = useFormats();
  const usual = EXPIRIES.map((id) => ({ id, text: text(`ownStatus.until.${id}`) }));
  if (end === null) return usual;
  return [
    { id: 'unchanged' as const, text: text('ownStatus.until.unchanged', { time: formatTime(end) }) },
    ...usual,
  ];
}
