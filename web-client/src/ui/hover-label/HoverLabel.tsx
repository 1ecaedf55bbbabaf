/** A tooltip for a plain link: words to its right on hover and on focus. The link has its own accessible name. */
import type { ComponentProps, ReactElement } from 'react';
import { Focusable } from 'react-aria-components/Focusable';
import { Tooltip } from '../tooltip/Tooltip';

interface Props {
  text: string;
  children: ComponentProps<typeof Focusable>['children'] & ReactElement;
}

export function HoverLabel({ text, children }: Props) {
  return (
    <Tooltip text={text} placement="right">
      <Focusable>{children}</Focusable>
    </Tooltip>
  );
}
