/**
 * Esc peels off one layer at a time. Handlers register at a layer; one press runs the topmost handler that has
 * something to do. Menus and dialogs take the key before it gets here.
 */
import { useEffect, useRef } from 'react';

/** From the top down. */
export const LAYERS = ['completion', 'edit', 'reply', 'selection', 'panel', 'channel'] as const;
export type Layer = (typeof LAYERS)[number];

/** Returns false when there was nothing to do, so that the next layer gets the key. */
type Handler = () => boolean;

const handlers: { layer: Layer; handler: Handler }[] = [];

/** Runs the topmost handler that wants the key; true if one did. */
export function peelLayer(): boolean {
  for (const layer of LAYERS) {
    // Of one layer the newest comes first.
    for (const entry of handlers.filter((one) => one.layer === layer).reverse()) {
      if (entry.handler()) return true;
    }
  }
  return false;
}

export function onEscape(layer: Layer, handler: Handler): () => void {
  const entry = { layer, handler };
  handlers.push(entry);
  return () => {
    handlers.splice(handlers.indexOf(entry), 1);
  };
}

export function useEscape(layer: Layer, handler: Handler): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => onEscape(layer, () => latest.current()), [layer]);
}
