/**
 * The virtual list of messages: stays at the bottom while it is there, keeps its place when something changes above,
 * asks for more near either end. The only file that knows which list library is used.
 *
 * Invariant: `shift` is true exactly for changes at the start of the list, and comes from the log itself.
 */
import {
  type ReactElement,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Item } from './items';
import { SamePlace } from './SamePlace';
import styles from './Timeline.module.css';
import { useStickiness } from './use-stickiness';

export interface LogHandle {
  toEnd(): void;
  toIndex(index: number, align: 'center' | 'nearest' | 'start'): void;
  /** How many rows fit in view, about. */
  rowsInView(): number;
}

/** What of the list is in view. */
export interface View {
  first: number;
  last: number;
  /** The newest row is in view, within 64 px. */
  atBottom: boolean;
}

interface Props {
  ref: Ref<LogHandle>;
  items: readonly Item[];
  shift: boolean;
  /** A row that stays mounted wherever the list is: the focused one. */
  pinned: number;
  /** Where the list opens; null for the end. */
  initial: number | null;
  /** The reader is busy with a row: new ones must not push it away. */
  held: boolean;
  children: (item: Item, index: number) => ReactElement;
  onNearStart: () => void;
  onNearEnd: () => void;
  onView: (view: View) => void;
}

const NEAR_PX = 800;
const BOTTOM_PX = 64;
/** Of a row at an edge so much is to be seen. */
const EDGE_PX = 24;
/** Room above the target of a jump, which shows that there is more. */
const MARGIN_PX = 48;

export function VirtualLog({ ref, items, shift, pinned, initial, held, children, ...on }: Props) {
  const { onNearStart, onNearEnd, onView } = on;
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const count = items.length;

  const look = useCallback(() => {
    const handle = list.current;
    const element = scroller.current;
    if (handle === null || element === null || element.clientHeight === 0) return;
    // Read from the element: the list hears of a scroll only later.
    const { scrollTop: top, clientHeight: height } = element;
    const below = element.scrollHeight - height - top;
    const last = below <= EDGE_PX ? count - 1 : handle.findItemIndex(top + height - EDGE_PX);
    onView({ first: handle.findItemIndex(top + EDGE_PX), last, atBottom: below <= BOTTOM_PX });
    if (top < NEAR_PX) onNearStart();
    if (below < NEAR_PX) onNearEnd();
  }, [count, onView, onNearStart, onNearEnd]);

  const stick = useStickiness(scroller, { isStuck: initial === null, held, onLook: look });
  const { stuck } = stick;

  const toEnd = useCallback(() => {
    stuck.current = true;
    if (count > 0) list.current?.scrollToIndex(count - 1, { align: 'end' });
  }, [count, stuck]);

  const toIndex = useCallback(
    (index: number, align: 'center' | 'nearest' | 'start') => {
      if (align !== 'nearest') stuck.current = false;
      list.current?.scrollToIndex(index, { align, offset: align === 'start' ? -MARGIN_PX : 0 });
    },
    [stuck],
  );

  const rowsInView = useCallback(() => {
    const handle = list.current;
    if (handle === null) return 1;
    const { scrollOffset: top, viewportSize: height } = handle;
    return Math.max(1, handle.findItemIndex(top + height) - handle.findItemIndex(top));
  }, []);

  useImperativeHandle(ref, () => ({ toEnd, toIndex, rowsInView }), [toEnd, toIndex, rowsInView]);

  const opensAt = useRef(initial);
  useLayoutEffect(() => {
    if (opensAt.current !== null) toIndex(opensAt.current, 'start');
    opensAt.current = null;
  }, [toIndex]);

  // A message at the end keeps the reader at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every change of the items
  useLayoutEffect(() => {
    if (stuck.current && !held) toEnd();
  }, [items, held, toEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every change of the items
  useEffect(() => {
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [items, look]);

  return (
    <div ref={scroller} className={styles.scroller} data-testid="log-scroller">
      <div className={styles.spring} />
      <SamePlace items={items} scroller={scroller} isFree={() => !shift && (held || !stuck.current)}>
        <Virtualizer
          ref={list}
          data={items}
          shift={shift}
          scrollRef={scroller}
          keepMounted={pinned >= 0 && pinned < count ? [pinned] : undefined}
          onScroll={stick.onScroll}
          bufferSize={400}
        >
          {children}
        </Virtualizer>
      </SamePlace>
    </div>
  );
}
