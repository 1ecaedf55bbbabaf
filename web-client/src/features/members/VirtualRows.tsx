/**
 * The lines of the list: a short list is rendered in full, a long one only where visible. The only file here
 * that depends on the list library.
 */
import { createContext, type ReactElement, type Ref, useContext, useImperativeHandle, useRef } from 'react';
import type { CustomItemComponentProps } from 'virtua';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { Guarded } from '@/ui/guarded/Guarded';
import styles from './MemberList.module.css';
import type { Row } from './member-rows';

export interface RowsHandle {
  toIndex(index: number): void;
}

interface Props {
  ref: Ref<RowsHandle>;
  rows: readonly Row[];
  /** A row that stays mounted wherever the list is: the focused one. */
  pinned: number;
  children: (row: Row) => ReactElement;
  /** Called with the rows in view as the list scrolls and grows. */
  onLook: (first: number, last: number) => void;
}

/** Up to this many rows are rendered without virtualisation, and as many are requested at first. */
const PLAIN_LIST = 100;
const ROW_PX = 44;

const Length = createContext(0);

function Item({ index, children, ...rest }: CustomItemComponentProps) {
  return (
    <li {...rest} aria-setsize={useContext(Length)} aria-posinset={index + 1}>
      <Guarded of={index}>{children}</Guarded>
    </li>
  );
}

export function VirtualRows(props: Props) {
  return props.rows.length <= PLAIN_LIST ? <Plain {...props} /> : <Long {...props} />;
}

function Plain({ ref, rows, children }: Props) {
  useImperativeHandle(ref, () => ({ toIndex: () => {} }), []);
  return (
    <ul className={styles.list}>
      {rows.map((row) => (
        <li key={row.key}>
          <Guarded of={row}>{children(row)}</Guarded>
        </li>
      ))}
    </ul>
  );
}

function Long({ ref, rows, pinned, children, onLook }: Props) {
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLElement | null>(null);
  useImperativeHandle(
    ref,
    () => ({ toIndex: (index) => list.current?.scrollToIndex(index, { align: 'nearest' }) }),
    [],
  );
  const look = () => {
    const handle = list.current;
    if (handle === null || handle.viewportSize === 0) return;
    const { scrollOffset, viewportSize } = handle;
    onLook(handle.findItemIndex(scrollOffset), handle.findItemIndex(scrollOffset + viewportSize));
  };
  return (
    <div
      className={styles.list}
      ref={(element) => {
        scroller.current = element?.closest('section') ?? null;
      }}
    >
      <Length value={rows.length}>
        <Virtualizer
          ref={list}
          as="ul"
          item={Item}
          data={rows}
          scrollRef={scroller}
          itemSize={ROW_PX}
          keepMounted={pinned >= 0 && pinned < rows.length ? [pinned] : undefined}
          onScroll={look}
          onResize={look}
        >
          {children}
        </Virtualizer>
      </Length>
    </div>
  );
}
