/** A text to pass on: selected as soon as the field has the focus, copied by the button beside it. */
import { Copy } from 'lucide-react';
import { useText } from '@/i18n';
import { IconButton } from '@/ui/icon-button/IconButton';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';

interface Props {
  label: string;
  value: string;
  autoFocus?: boolean;
}

export function CopyField({ label, value, autoFocus = false }: Props) {
  const text = useText();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      showToast({ text: text('common.copied') });
    } catch {
      showToast({ text: text('timeline.failed.action') });
    }
  };
  return (
    <TextField
      label={label}
      value={value}
      isReadOnly
      autoFocus={autoFocus}
      onFocus={selectAll}
      suffix={
        <IconButton
          size="small"
          label={text('operator.copy')}
          icon={<Copy aria-hidden="true" />}
          onPress={() => void copy()}
        />
      }
    />
  );
}

const selectAll = (event: { target: EventTarget }) => {
  if (event.target instanceof HTMLInputElement) event.target.select();
};
