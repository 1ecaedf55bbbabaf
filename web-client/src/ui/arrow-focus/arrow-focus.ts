/**
 * Arrow keys, Home and End inside a list of links and buttons, beside Tab. Used as `onKeyDown` of the list.
 * Moves among all visible focusable elements in it; ignores keys with modifiers.
 */
import type { KeyboardEvent } from 'react';

const ITEMS = 'a[href], button:not([disabled])';

export function arrowFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEMS)].filter(
    (item) => item.closest('[data-no-arrow]') === null,
  );
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  const target = items[Math.max(0, Math.min(items.length - 1, next))];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
