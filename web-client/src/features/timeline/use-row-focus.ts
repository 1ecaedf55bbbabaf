/**
 * How a row received the focus. After a press, typing goes on to the message field: single keys are commands only under
 * keyboard focus, as `:focus-visible` defines it.
 */

import { type FocusEvent, useRef, useState } from 'react';
import { movedBy } from '@/keyboard/modality';

export type RowFocus = 'none' | 'pressed' | 'keyboard';

export function useRowFocus() {
  const [focus, setFocus] = useState<RowFocus>('none');
  /** A press is under way, which may bring the focus. */
  const pressed = useRef(false);

  return {
    focus,
    onPointerDown() {
      pressed.current = true;
      setFocus((before) => (before === 'none' ? before : 'pressed'));
    },
    /** The finger scrolls: that is no press. */
    onPointerCancel() {
      pressed.current = false;
    },
    onClick() {
      pressed.current = false;
    },
    onFocus(event: FocusEvent) {
      const byKeyboard = movedBy() === 'keyboard' || event.target.matches(':focus-visible');
      setFocus(byKeyboard && !pressed.current ? 'keyboard' : 'pressed');
    },
    onBlur(event: FocusEvent) {
      if (event.currentTarget.contains(event.relatedTarget)) return;
      pressed.current = false;
      setFocus('none');
    },
  };
}
