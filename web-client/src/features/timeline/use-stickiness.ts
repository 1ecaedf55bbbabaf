/**
 * Whether the list is at its end, and staying there. Rows and windows that change their size scroll too; only the
 * reader leaves the end.
 */
import { type RefObject, useCallback, useEffect, useRef } from 'react';

const STICK_PX = 4;
const HANDS_ON_MS = 500;

interface Options {
  isStuck: boolean;
  /** The end is not followed for now. */
  held: boolean;
  onLook: () => void;
}

export function useStickiness(
  scroller: RefObject<HTMLElement | null>,
  { isStuck, held, onLook }: Options,
): { stuck: RefObject<boolean>; onScroll: () => void } {
  const stuck = useRef(isStuck);
  const last = useRef({ offset: 0, size: 0, height: 0, width: 0 });
  /** Until when a scroll counts as the reader's own. */
  const handsOn = useRef(0);
  const latest = useRef({ held, onLook });
  useEffect(() => {
    latest.current = { held, onLook };
  });

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop: offset, scrollHeight: size, clientHeight: height, clientWidth: width } = element;
    const before = last.current;
    const sameShape = size === before.size && height === before.height && width === before.width;
    if (size - height - offset <= STICK_PX) stuck.current = true;
    else if ((sameShape && offset < before.offset) || performance.now() < handsOn.current)
      stuck.current = false;
    last.current = { offset, size, height, width };
    latest.current.onLook();
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const touched = () => {
      handsOn.current = performance.now() + HANDS_ON_MS;
    };
    const events = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
    for (const event of events) element.addEventListener(event, touched, { passive: true });
    return () => {
      for (const event of events) element.removeEventListener(event, touched);
    };
  }, [scroller]);

  // Growing rows and a shrinking window must not push the end out of view, nor must anything above the list push the
  // rows.
  useEffect(() => {
    const element = scroller.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    let top = element.getBoundingClientRect().top;
    const observer = new ResizeObserver(() => {
      const now = element.getBoundingClientRect().top;
      if (stuck.current && !latest.current.held) element.scrollTop = element.scrollHeight;
      else element.scrollTop += now - top;
      top = now;
      latest.current.onLook();
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [scroller]);

  return { stuck, onScroll };
}
