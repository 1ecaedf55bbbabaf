/**
 * Preserves the position of the row in view when rows above it are removed: measures the DOM before React changes it,
 * which hooks cannot, and scrolls by the difference.
 */
import { Component, type ReactNode, type RefObject } from 'react';
import type { Item } from './items';

/** The list measures new rows in the following frames. */
const SETTLING_FRAMES = 4;
/** If the first of them is what goes, the next one keeps the place. */
const STORED = 3;

interface Props {
  items: readonly Item[];
  scroller: RefObject<HTMLElement | null>;
  /** Whether nothing else decides where the list is. */
  isFree: () => boolean;
  children: ReactNode;
}

interface Place {
  id: string;
  top: number;
}

export class SamePlace extends Component<Props> {
  private frame = 0;

  override getSnapshotBeforeUpdate({ items }: Props): readonly Place[] {
    const { scroller, isFree } = this.props;
    if (items === this.props.items || scroller.current === null || !isFree()) return [];
    const { top: edge } = scroller.current.getBoundingClientRect();
    const places: Place[] = [];
    for (const row of scroller.current.querySelectorAll('article')) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > edge && places.length < STORED) places.push({ id: row.id, top });
    }
    return places;
  }

  override componentDidUpdate({ items }: Props, _: unknown, places: readonly Place[]): void {
    if (places.length === 0) return;
    const moved = this.restore(places);
    if (moved || items.length > this.props.items.length) this.settle(places, SETTLING_FRAMES);
  }

  override componentWillUnmount(): void {
    cancelAnimationFrame(this.frame);
  }

  private settle(places: readonly Place[], frames: number): void {
    cancelAnimationFrame(this.frame);
    if (frames === 0) return;
    this.frame = requestAnimationFrame(() => {
      this.restore(places);
      this.settle(places, frames - 1);
    });
  }

  private restore(places: readonly Place[]): boolean {
    const element = this.props.scroller.current;
    for (const { id, top } of places) {
      const row = document.getElementById(id);
      if (row === null || element === null) continue;
      const by = row.getBoundingClientRect().top - top;
      if (Math.abs(by) >= 1) element.scrollTop += by;
      return Math.abs(by) >= 1;
    }
    return false;
  }

  override render(): ReactNode {
    return this.props.children;
  }
}
