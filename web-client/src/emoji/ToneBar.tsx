/** The skin tone of all emoji that have one: a hand that shows it, and the six there are while one chooses. */
import { useState } from 'react';
import { Toolbar } from 'react-aria-components/Toolbar';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { setSkinTone, useSkinTone } from '@/store/emoji/tone';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './EmojiPicker.module.css';
import { TONES, toned } from './tones';

const HAND = '✋';
const NAMES = [0, 1, 2, 3, 4, 5] as const;

export function ToneBar() {
  const client = useClient();
  const text = useText();
  const current = useSkinTone();
  const [choosing, setChoosing] = useState(false);
  const hand = (tone: number) => <span aria-hidden="true">{toned(HAND, TONES[tone] ?? '')}</span>;
  if (!choosing)
    return (
      <IconButton
        size="small"
        label={text('emoji.tone')}
        icon={hand(current)}
        aria-expanded={false}
        onPress={() => setChoosing(true)}
      />
    );
  return (
    <Toolbar className={styles.tones} aria-label={text('emoji.tone')}>
      {NAMES.map((tone) => (
        <IconButton
          key={tone}
          size="small"
          label={text(`emoji.tone.${tone}`)}
          icon={hand(tone)}
          aria-pressed={tone === current}
          autoFocus={tone === current}
          onPress={() => {
            setSkinTone(client, tone);
            setChoosing(false);
          }}
        />
      ))}
    </Toolbar>
  );
}
