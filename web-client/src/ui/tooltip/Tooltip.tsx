/** A label beside a control on hover and focus. Wraps exactly one focusable React Aria control. */
import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, type TooltipProps, TooltipTrigger } from 'react-aria-components/Tooltip';
import styles from './Tooltip.module.css';

interface Props {
  text: string;
  keys?: string;
  placement?: TooltipProps['placement'];
  children: ReactElement;
}

export function Tooltip({ text, keys, placement = 'top', children }: Props) {
  return (
    <TooltipTrigger delay={400} closeDelay={60}>
      {children}
      <AriaTooltip className={styles.tooltip} placement={placement} offset={6}>
        {text}
        {keys !== undefined && <kbd className={styles.keys}>{keys}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
