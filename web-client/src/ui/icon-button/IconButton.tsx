/** A square button with an icon; its label is read aloud and shown as a tooltip. */
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from 'react-aria-components/Button';
import type { TooltipProps } from 'react-aria-components/Tooltip';
import { classes } from '@/lib/classes';
import { Tooltip } from '../tooltip/Tooltip';
import styles from './IconButton.module.css';

export interface IconButtonProps
  extends Omit<ButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  label: string;
  icon: ReactNode;
  keys?: string;
  size?: 'small' | 'usual';
  tone?: 'plain' | 'danger';
  placement?: TooltipProps['placement'];
}

export function IconButton({
  label,
  icon,
  keys,
  size = 'usual',
  tone = 'plain',
  placement,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys} placement={placement}>
      <Button {...rest} aria-label={label} className={classes(styles.button, styles[size], styles[tone])}>
        {icon}
      </Button>
    </Tooltip>
  );
}
