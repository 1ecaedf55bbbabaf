/** A press of a finger that lasts. */
import { type MouseEvent, useRef } from 'react';

const LONG_PRESS_MS = 500;

/** A finger that rests on a button. Some systems say so by the event of a menu. */
export function useLongPress(onLong: () => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; isLong: boolean } | null>(null);
  const held = () => {
    if (press.current === null || press.current.isLong) return;
    press.current.isLong = true;
    onLong();
  };
  return {
    wasLong: () => press.current?.isLong ?? false,
    onPressStart: ({ pointerType }: { pointerType: string }) => {
      press.current =
        pointerType === 'touch' ? { timer: setTimeout(held, LONG_PRESS_MS), isLong: false } : null;
    },
    onPressEnd: () => clearTimeout(press.current?.timer),
    onContextMenu: (event: MouseEvent) => {
      if (press.current === null) return;
      event.preventDefault();
      event.stopPropagation();
      held();
    },
  };
}
