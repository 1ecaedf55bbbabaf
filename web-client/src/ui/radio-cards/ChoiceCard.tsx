/** One choice of a radio group, in a frame that shows whether it is selected. */
import type { ReactNode } from 'react';
import { Radio } from 'react-aria-components/RadioGroup';
import { classes } from '@/lib/classes';
import styles from './ChoiceCard.module.css';

interface Props {
  value: string;
  /** The layout of its content. */
  className: string | undefined;
  children: ReactNode;
}

export function ChoiceCard({ value, className, children }: Props) {
  return (
    <Radio value={value} className={classes(styles.choice, className)}>
      {children}
    </Radio>
  );
}
