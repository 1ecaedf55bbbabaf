/**
 * How a row has the focus. Focus that was brought by a press lets typing go on to the message field: only focus by
 * the keyboard makes single letters into commands, as `:focus-visible` has it.
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
