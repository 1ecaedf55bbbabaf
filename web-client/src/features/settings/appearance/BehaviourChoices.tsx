/** How channels behave on this device. */
import { Label } from 'react-aria-components/Label';
import { RadioGroup } from 'react-aria-components/RadioGroup';
import { useStore } from 'zustand';
import { T, useText } from '@/i18n';
import { behaviour, ENTERS, OPENINGS } from '@/lib/behaviour';
import { ChoiceCard } from '@/ui/radio-cards/ChoiceCard';
import styles from '../Settings.module.css';

export function OpeningChoice() {
  const text = useText();
  const opening = useStore(behaviour, (state) => state.opening);
  return (
    <RadioGroup
      className={styles.group}
      value={opening}
      onChange={(value) => {
        const chosen = OPENINGS.find((one) => one === value);
        if (chosen !== undefined) behaviour.setState({ opening: chosen });
      }}
    >
      <Label className={styles.label}>{text('settings.opening')}</Label>
      <div className={styles.cards}>
        {OPENINGS.map((one) => (
          <ChoiceCard key={one} value={one} className={styles.card}>
            <T id={`settings.opening.${one}`} />
          </ChoiceCard>
        ))}
      </div>
    </RadioGroup>
  );
}

export function EnterChoice() {
  const text = useText();
  const enter = useStore(behaviour, (state) => state.enter);
  return (
    <RadioGroup
      className={styles.group}
      value={enter}
      onChange={(value) => {
        const chosen = ENTERS.find((one) => one === value);
        if (chosen !== undefined) behaviour.setState({ enter: chosen });
      }}
    >
      <Label className={styles.label}>{text('settings.enter')}</Label>
      <div className={styles.cards}>
        {ENTERS.map((one) => (
          <ChoiceCard key={one} value={one} className={styles.card}>
            <T id={`settings.enter.${one}`} />
          </ChoiceCard>
        ))}
      </div>
    </RadioGroup>
  );
}
