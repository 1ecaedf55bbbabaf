/** One choice out of a few that need a sentence each. */
import { Label } from 'react-aria-components/Label';
import { RadioGroup } from 'react-aria-components/RadioGroup';
import { ChoiceCard } from './ChoiceCard';
import styles from './RadioCards.module.css';

export interface CardChoice<Id extends string> {
  id: Id;
  title: string;
  words: string;
}

interface Props<Id extends string> {
  label: string;
  choices: readonly CardChoice<Id>[];
  /** Null while nothing is chosen. */
  value: Id | null;
  onChange: (id: Id) => void;
  isDisabled?: boolean;
}

export function RadioCards<Id extends string>({ label, choices, value, onChange, isDisabled }: Props<Id>) {
  const choose = (id: string) => {
    const chosen = choices.find((choice) => choice.id === id);
    if (chosen !== undefined) onChange(chosen.id);
  };
  return (
    <RadioGroup className={styles.group} value={value} onChange={choose} isDisabled={isDisabled}>
      <Label className={styles.label}>{label}</Label>
      {choices.map(({ id, title, words }) => (
        <ChoiceCard key={id} value={id} className={styles.card}>
          <span className={styles.dot} aria-hidden="true" />
          <span className={styles.text}>
            <span className={styles.title}>{title}</span>
            <span className={styles.words}>{words}</span>
          </span>
        </ChoiceCard>
      ))}
    </RadioGroup>
  );
}
