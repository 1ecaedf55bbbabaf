/** A button with a text. `pending` keeps it focusable and is announced to assistive technology. */
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { classes } from '@/lib/classes';
import { Spinner } from '../spinner/Spinner';
import styles from './Button.module.css';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  variant?: 'primary' | 'soft' | 'quiet' | 'danger';
  size?: 'small' | 'usual';
  wide?: boolean;
  icon?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

export function Button({
  variant = 'soft',
  size = 'usual',
  wide = false,
  icon,
  children,
  isPending = false,
  onPress,
  ...rest
}: ButtonProps) {
  const names = [styles.button, styles[variant], styles[size], wide && styles.wide];
  return (
    <AriaButton
      {...rest}
      className={classes(...names)}
      aria-disabled={isPending || undefined}
      {...(!isPending && onPress !== undefined && { onPress })}
    >
      {isPending ? <Spinner /> : icon}
      <span className={styles.words}>{children}</span>
    </AriaButton>
  );
}
