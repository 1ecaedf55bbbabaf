/**
 * Whether the mouse is over an element.
 *
 * The browser's own events, because React derives `onPointerEnter` from the element that the pointer left, and misses
 * it when that element was removed under the pointer: a row that the list dropped, or the button that jumps to the end.
 */
import { type RefObject, useEffect, useState } from 'react';

export function useHovered(ref: RefObject<HTMLElement | null>): boolean {
  const [hovered, setHovered] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const enter = ({ pointerType }: PointerEvent) => setHovered(pointerType === 'mouse');
    const leave = () => setHovered(false);
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
    };
  }, [ref]);
  return hovered;
}
