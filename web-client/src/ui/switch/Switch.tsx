/** On or off, at once. */
import { Switch as AriaSwitch, type SwitchProps } from 'react-aria-components/Switch';
import styles from './Switch.module.css';

interface Props extends Omit<SwitchProps, 'className' | 'style' | 'children'> {
  label: string;
}

export function Switch({ label, ...rest }: Props) {
  return (
    <AriaSwitch {...rest} className={styles.switch}>
      <span className={styles.track} aria-hidden="true" />
      {label}
    </AriaSwitch>
  );
}
