/**
 * Roving focus in the log: one message at a time is in the Tab order; arrows, Home and End move it. The focused row is
 * remembered by its key, so that it survives changes around it.
 */
import { type KeyboardEvent, type RefObject, useCallback, useState } from 'react';
import { matches } from '@/keyboard/use-shortcuts';
import type { Item } from './items';
import type { LogHandle } from './VirtualLog';

export interface Roving {
  /** Where the focused message is; the last one while none was focused yet. */
  index: number;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (key: string) => void;
  focusIndex: (index: number) => void;
}

const FOCUS_ATTEMPTS = 20;
const EDITABLE = 'input, textarea, [role="menu"], [role="dialog"], [role="alertdialog"]';

export const rowId = (key: string): string => `message-${key}`;

export function useRovingMessages(items: readonly Item[], list: RefObject<LogHandle | null>): Roving {
  const [focused, setFocused] = useState<string | null>(null);
  const found = focused === null ? -1 : items.findIndex((item) => item.key === focused);
  const index = found === -1 ? items.length - 1 : found;

  const focusIndex = useCallback(
    (next: number) => {
      const item = items[Math.max(0, Math.min(next, items.length - 1))];
      if (item === undefined) return;
      setFocused(item.key);
      list.current?.toIndex(items.indexOf(item), 'nearest');
      // The row may be mounted only after the list has scrolled to it, and stays hidden until it is measured.
      const focus = (attempts: number) => {
        const row = document.getElementById(rowId(item.key));
        row?.focus({ preventScroll: true });
        if (attempts > 0 && (row === null || document.activeElement !== row)) {
          requestAnimationFrame(() => focus(attempts - 1));
        }
      };
      focus(FOCUS_ATTEMPTS);
    },
    [items, list],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.target as Element).closest(EDITABLE) !== null) return;
    const page = matches(event, 'log.page') ? (list.current?.rowsInView() ?? 1) : 0;
    const next = nextIndex(event, index, { count: items.length, page });
    if (next === null) return;
    event.preventDefault();
    focusIndex(next);
  };

  return { index, onKeyDown, onFocus: setFocused, focusIndex };
}

function nextIndex(
  event: KeyboardEvent,
  index: number,
  { count, page }: { count: number; page: number },
): number | null {
  if (page > 0) return event.nativeEvent.code === 'PageUp' ? index - page : index + page;
  if (matches(event, 'log.move')) return event.nativeEvent.code === 'ArrowUp' ? index - 1 : index + 1;
  if (matches(event, 'log.ends')) return event.nativeEvent.code === 'Home' ? 0 : count - 1;
  return null;
}
