/** One choice out of a short list. */
import { Check, ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import styles from './Select.module.css';

export interface Choice<Id extends string> {
  id: Id;
  text: string;
}

interface Props<Id extends string> {
  label: string;
  choices: readonly Choice<Id>[];
  value: Id;
  onChange: (id: Id) => void;
}

export function Select<Id extends string>({ label, choices, value, onChange }: Props<Id>) {
  const choose = (key: unknown) => {
    const chosen = choices.find((choice) => choice.id === key);
    if (chosen !== undefined) onChange(chosen.id);
  };
  return (
    <AriaSelect className={styles.select} value={value} onChange={choose}>
      <Label className={styles.label}>{label}</Label>
      <Button className={styles.button}>
        <SelectValue className={styles.value}>{({ selectedText }) => selectedText}</SelectValue>
        <ChevronDown aria-hidden="true" />
      </Button>
      <Popover className={styles.popover} offset={4}>
        <ListBox className={styles.list}>
          {choices.map((choice) => (
            <ListBoxItem key={choice.id} id={choice.id} textValue={choice.text} className={styles.item}>
              <span>{choice.text}</span>
              {choice.id === value && <Check aria-hidden="true" />}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
