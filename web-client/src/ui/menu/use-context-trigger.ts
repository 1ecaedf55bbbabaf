/**
 * Opens a menu for an element by the right mouse button, a long press, or the keys that browsers have for it. Links,
 * fields and selected text keep the browser's own menu.
 */
import { type MouseEvent, type PointerEvent, type TouchEvent, useEffect, useMemo, useRef } from 'react';
import type { Anchor } from './actions';

const LONG_PRESS_MS = 500;
/** A finger that moves further is scrolling. */
const STILL_PX = 10;
/** An event handled by an inner element is ignored by outer ones. */
const taken = new WeakSet<Event>();
const OWN_MENU = 'a[href], input, textarea, select, [contenteditable="true"]';

const isSelected = (target: Element): boolean => {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
};

/** Whether the browser's menu is the useful one here. */
function isForBrowser(target: Element, host: Element, selected: boolean): boolean {
  const own = target.closest(OWN_MENU);
  return selected || (own !== null && own !== host && host.contains(own));
}

/** `open` returns false when there is nothing to open: then the browser's default applies. */
export function useContextTrigger(open: (anchor: Anchor) => unknown) {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  /** Whether the pressed text was selected before: some systems select a word for their menu. */
  const selected = useRef<boolean | null>(null);
  /** The press has opened the menu: releasing it is not a click. */
  const fired = useRef(false);

  return useMemo(() => {
    const end = () => {
      if (press.current !== null) clearTimeout(press.current.timer);
      press.current = null;
    };
    const openByTouch = (anchor: Anchor) => {
      end();
      fired.current = latest.current(anchor) !== false;
    };
    return {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        end();
        fired.current = false;
        const element = event.currentTarget;
        if (taken.has(event.nativeEvent)) return;
        taken.add(event.nativeEvent);
        selected.current = isSelected(event.target as Element);
        if (event.pointerType === 'mouse' || !event.isPrimary) return;
        if (isForBrowser(event.target as Element, element, selected.current)) return;
        const point = { x: event.clientX, y: event.clientY };
        press.current = { ...point, timer: setTimeout(() => openByTouch({ element, point }), LONG_PRESS_MS) };
      },
      onPointerMove({ clientX, clientY }: PointerEvent<HTMLElement>) {
        if (press.current === null) return;
        if (Math.hypot(clientX - press.current.x, clientY - press.current.y) > STILL_PX) end();
      },
      onPointerUp: end,
      onPointerCancel: end,
      onTouchEnd(event: TouchEvent<HTMLElement>) {
        if (fired.current) event.preventDefault();
        fired.current = false;
      },
      onContextMenu(event: MouseEvent<HTMLElement>) {
        const element = event.currentTarget;
        if (taken.has(event.nativeEvent)) return;
        taken.add(event.nativeEvent);
        const wasSelected = selected.current ?? isSelected(event.target as Element);
        selected.current = null;
        if (isForBrowser(event.target as Element, element, wasSelected)) {
          end();
          return;
        }
        if (fired.current) {
          event.preventDefault();
          return;
        }
        const point = { x: event.clientX, y: event.clientY };
        if (press.current !== null) {
          event.preventDefault();
          openByTouch({ element, point });
          return;
        }
        // The menu keys have no pointer position.
        const isPointed = event.button === 2 || event.ctrlKey;
        if (latest.current({ element, point: isPointed ? point : null }) !== false) event.preventDefault();
      },
    };
  }, []);
}
