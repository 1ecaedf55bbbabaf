/** Where system messages go, and whether new members are announced there. */
import { useText } from '@/i18n';
import { TEXT_CHANNEL, useChannels } from '@/store/selectors';
import { Select } from '@/ui/select/Select';
import { Switch } from '@/ui/switch/Switch';
import styles from './guilds.module.css';
import { announcesJoins, type SystemChannel, withJoins } from './system-channel';

interface Props {
  guildId: string;
  value: SystemChannel;
  onChange: (value: SystemChannel) => void;
}

const NONE = 'none';

export function SystemChannelFields({ guildId, value, onChange }: Props) {
  const text = useText();
  const channels = useChannels(guildId).filter(({ type }) => type === TEXT_CHANNEL);
  const { channelId } = value;
  const choices = [
    { id: NONE, text: text('guild.system.none') },
    ...channels.map(({ id, name }) => ({ id, text: `#${name}` })),
    // The reader may manage the guild without viewing this channel.
    ...(channelId === null || channels.some(({ id }) => id === channelId)
      ? []
      : [{ id: channelId, text: text('guild.system.hidden') }]),
  ];
  return (
    <section className={styles.system}>
      <Select
        label={text('guild.system')}
        choices={choices}
        value={channelId ?? NONE}
        onChange={(id) => onChange({ ...value, channelId: id === NONE ? null : id })}
      />
      <Switch
        label={text('guild.system.joins')}
        isSelected={channelId !== null && announcesJoins(value)}
        isDisabled={channelId === null}
        onChange={(joins) => onChange(withJoins(value, joins))}
      />
    </section>
  );
}
