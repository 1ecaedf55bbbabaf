/** Mutes for a while, or until unmuted. */
import { BellOff } from 'lucide-react';
import type { NotificationSetting } from '@/api/gen';
import { T, useFormats, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import styles from './Notifications.module.css';

interface Props {
  setting: NotificationSetting;
  onChange: (part: Pick<NotificationSetting, 'muted' | 'muted_until'>) => void;
}

const MINUTES = [15, 60, 480, 1440] as const;

export function MuteChoice({ setting, onChange }: Props) {
  const text = useText();
  if (setting.muted) return <Muted until={setting.muted_until} onEnd={() => onChange(UNMUTED)} />;
  return (
    <fieldset className={styles.mute}>
      <legend className={styles.label}>{text('notify.mute')}</legend>
      <div className={styles.times}>
        {MINUTES.map((minutes) => (
          <Button
            key={minutes}
            size="small"
            onPress={() => onChange({ muted: true, muted_until: inMinutes(minutes) })}
          >
            {text(`notify.mute.${minutes}`)}
          </Button>
        ))}
        <Button size="small" onPress={() => onChange({ muted: true, muted_until: null })}>
          {text('notify.mute.forever')}
        </Button>
      </div>
    </fieldset>
  );
}

const UNMUTED = { muted: false, muted_until: null };

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

function Muted({ until, onEnd }: { until: string | null; onEnd: () => void }) {
  const text = useText();
  const { formatDate } = useFormats();
  const words =
    until === null
      ? text('notify.muted')
      : text('notify.muted.until', {
          time: formatDate(until, { weekday: 'long', hour: '2-digit', minute: '2-digit' }),
        });
  return (
    <div className={styles.muted} role="status">
      <BellOff aria-hidden="true" />
      <span className={styles.words}>{words}</span>
      <Button size="small" autoFocus onPress={onEnd}>
        <T id="notify.unmute" />
      </Button>
    </div>
  );
}
