/** Menus as data: the same list fills a menu at the pointer, one at a button, and a sheet on a phone. */
import type { ReactNode } from 'react';

export interface Action {
  id: string;
  text: string;
  icon: ReactNode;
  keys?: string;
  tone?: 'plain' | 'danger';
  isDisabled?: boolean;
  /** It requires the server. */
  needsConnection?: boolean;
  run: () => void;
}

/** Groups are separated; empty ones are left out. */
export type ActionGroups = readonly (readonly Action[])[];

/** Where a menu opens: at a point of the window, or else beside the element. */
export interface Anchor {
  element: Element;
  point: { x: number; y: number } | null;
}
