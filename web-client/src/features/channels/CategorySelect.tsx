/** Selects the category of a channel; hidden in guilds without categories. */
import { useText } from '@/i18n';
import { CATEGORY, useChannels } from '@/store/selectors';
import { Select } from '@/ui/select/Select';

interface Props {
  guildId: string;
  value: string | null;
  onChange: (categoryId: string | null) => void;
}

const NONE = 'none';

export function CategorySelect({ guildId, value, onChange }: Props) {
  const text = useText();
  const categories = useChannels(guildId).filter((channel) => channel.type === CATEGORY);
  if (categories.length === 0) return null;
  const choices = [
    { id: NONE, text: text('channel.category.none') },
    ...categories.map(({ id, name }) => ({ id, text: name })),
  ];
  return (
    <Select
      label={text('channel.category')}
      choices={choices}
      value={value ?? NONE}
      onChange={(id) => onChange(id === NONE ? null : id)}
    />
  );
}
