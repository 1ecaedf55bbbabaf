/**
 * Roving focus in the list: one member at a time is in the Tab order; arrows, Home and End move it. The focused member
 * is remembered by id, so that it survives changes around it. A row that has not loaded yet receives the focus once it
 * has.
 */
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Row } from './member-rows';
import type { RowsHandle } from './VirtualRows';

export interface Roving {
  /** The member in the Tab order. */
  stop: string | undefined;
  /** Their position in the list. */
  index: number;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: (userId: string) => void;
}

/** The list may have to scroll and to measure first. */
const FOCUS_ATTEMPTS = 20;

export function useRovingMembers(
  rows: readonly Row[],
  list: RefObject<RowsHandle | null>,
  part: RefObject<HTMLElement | null>,
): Roving {
  const [focused, setFocused] = useState<string>();
  /** The row that is to receive the focus. */
  const wanted = useRef<number | null>(null);
  const found = focused === undefined ? -1 : rows.findIndex((row) => row.key === focused);
  const index = found === -1 ? rows.findIndex(({ kind }) => kind === 'member') : found;

  const focusWanted = useCallback(
    (attempts = FOCUS_ATTEMPTS) => {
      const row = wanted.current === null ? undefined : rows[wanted.current];
      if (row?.kind !== 'member') return;
      const button = part.current?.querySelector<HTMLElement>(`[data-user="${row.userId}"]`);
      button?.focus({ preventScroll: button === undefined });
      if (button && document.activeElement === button) wanted.current = null;
      else if (attempts > 0) requestAnimationFrame(() => focusWanted(attempts - 1));
    },
    [rows, part],
  );

  useEffect(() => focusWanted(), [focusWanted]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = nextPlace(rows, index, event.nativeEvent.code);
    if (next === undefined) return;
    event.preventDefault();
    wanted.current = next;
    const row = rows[next];
    if (row?.kind === 'member') setFocused(row.userId);
    list.current?.toIndex(next);
    focusWanted();
  };

  return {
    stop: rows[index]?.key,
    index,
    onKeyDown,
    onFocus: (userId) => {
      wanted.current = null;
      setFocused(userId);
    },
  };
}

/** Headings are skipped. */
function nextPlace(rows: readonly Row[], at: number, code: string): number | undefined {
  const [from, by] =
    { ArrowDown: [at + 1, 1], ArrowUp: [at - 1, -1], Home: [0, 1], End: [rows.length - 1, -1] }[code] ?? [];
  if (from === undefined || by === undefined) return undefined;
  let place = from;
  while (rows[place]?.kind === 'heading') place += by;
  return rows[place] === undefined ? at : place;
}
