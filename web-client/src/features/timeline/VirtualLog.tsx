/**
 * The virtual list of messages: stays at the bottom while it is there, keeps its place when older messages come
 * above, asks for more near either end. The only file that knows which list library is used.
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
import styles from './Timeline.module.css';

export interface LogHandle {
  toEnd(): void;
  toIndex(index: number, align: 'center' | 'nearest'): void;
}

interface Props {
  ref: Ref<LogHandle>;
  items: readonly Item[];
  shift: boolean;
  /** A row that stays mounted wherever the list is: the focused one. */
  kept: number;
  children: (item: Item, index: number) => ReactElement;
  onNearStart: () => void;
  onNearEnd: () => void;
  /** Whether the newest row is in view, within 64 px. */
  onAtBottom: (atBottom: boolean) => void;
}

const NEAR_PX = 800;
const BOTTOM_PX = 64;
const STICK_PX = 4;
const HANDS_ON_MS = 500;

export function VirtualLog({ ref, items, shift, kept, children, onNearStart, onNearEnd, onAtBottom }: Props) {
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const last = useRef({ offset: 0, size: 0, height: 0, width: 0 });
  /** Until when a scroll counts as the reader's own. */
  const handsOn = useRef(0);
  const count = items.length;

  const toEnd = useCallback(() => {
    stuck.current = true;
    if (count > 0) list.current?.scrollToIndex(count - 1, { align: 'end' });
  }, [count]);

  useImperativeHandle(
    ref,
    () => ({
      toEnd,
      toIndex: (index, align) => {
        if (align === 'center') stuck.current = false;
        list.current?.scrollToIndex(index, { align });
      },
    }),
    [toEnd],
  );

  const look = useCallback(() => {
    const handle = list.current;
    if (handle === null || handle.viewportSize === 0) return;
    const below = handle.scrollSize - handle.viewportSize - handle.scrollOffset;
    onAtBottom(below <= BOTTOM_PX);
    if (handle.scrollOffset < NEAR_PX) onNearStart();
    if (below < NEAR_PX) onNearEnd();
  }, [onAtBottom, onNearStart, onNearEnd]);

  const scrolled = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop: offset, scrollHeight: size, clientHeight: height, clientWidth: width } = element;
    const before = last.current;
    const sameShape = size === before.size && height === before.height && width === before.width;
    // Rows and windows that change their size scroll too; only the reader leaves the end.
    if (size - height - offset <= STICK_PX) stuck.current = true;
    else if ((sameShape && offset < before.offset) || performance.now() < handsOn.current)
      stuck.current = false;
    last.current = { offset, size, height, width };
    look();
  }, [look]);

  // A message at the end keeps a reader who is at the end there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every change of the items
  useLayoutEffect(() => {
    if (stuck.current) toEnd();
  }, [items, toEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every change of the items
  useEffect(() => {
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [items, look]);

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
  }, []);

  // Rows that grow and a window that shrinks must not push the end out of view.
  useEffect(() => {
    const element = scroller.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      if (stuck.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={scroller} className={styles.scroller} data-testid="log-scroller">
      <div className={styles.spring} />
      <Virtualizer
        ref={list}
        data={items}
        shift={shift}
        scrollRef={scroller}
        keepMounted={kept >= 0 && kept < count ? [kept] : undefined}
        onScroll={scrolled}
        bufferSize={400}
      >
        {children}
      </Virtualizer>
    </div>
  );
}
