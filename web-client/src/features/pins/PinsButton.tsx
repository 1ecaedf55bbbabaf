/** Opens the pinned messages of a channel; a dot says that there are new ones. */
import { Pin } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '@/client/context';
import type { HeaderPartProps } from '@/extensions/feature';
import { useText } from '@/i18n';
import { notePinsSeen, useHasNewPins } from '@/store/messages/pins';
import { useCan } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';
import { onDemand } from '@/ui/on-demand/on-demand';
import styles from './Pins.module.css';

const PinsDialog = onDemand(async () => (await import('./PinsDialog')).PinsDialog);

export function PinsButton({ channelId }: HeaderPartProps) {
  const client = useClient();
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const hasNew = useHasNewPins(channelId);
  const mayRead = useCan(channelId, 'readHistory');
  if (!mayRead) return null;
  const open = () => {
    notePinsSeen(client, channelId);
    setOpen(true);
  };
  return (
    <span className={styles.button}>
      <IconButton
        label={text(hasNew ? 'timeline.pins.new' : 'timeline.pins')}
        icon={<Pin />}
        aria-haspopup="dialog"
        onPress={open}
      />
      {hasNew && <span className={styles.dot} aria-hidden="true" />}
      <PinsDialog isOpen={isOpen} channelId={channelId} onClose={() => setOpen(false)} />
    </span>
  );
}
