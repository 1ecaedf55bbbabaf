/** Who can create an account: anyone, users with an invite, nobody. */
import type { Registration } from '@/api';
import { useText } from '@/i18n';
import { RadioCards } from '@/ui/radio-cards/RadioCards';

const MODES = ['open', 'invite', 'closed'] as const satisfies readonly Registration[];

interface Props {
  value: Registration | null;
  onChange: (mode: Registration) => void;
  isDisabled?: boolean;
}

export function RegistrationChoice(props: Props) {
  const text = useText();
  return (
    <RadioCards
      {...props}
      label={text('operator.registration.label')}
      choices={MODES.map((id) => ({
        id,
        title: text(`operator.registration.${id}`),
        words: text(`operator.registration.${id}.words`),
      }))}
    />
  );
}
