/** The three layouts by available width. Falls back to the widest if the page cannot be measured. */
import { useSyncExternalStore } from 'react';

export type Layout = 'phone' | 'tablet' | 'desktop';

const PHONE = '(max-width: 719px)';
const TABLET = '(max-width: 1099px)';

const measures = (query: string) => typeof matchMedia === 'function' && matchMedia(query).matches;

function current(): Layout {
  if (measures(PHONE)) return 'phone';
  return measures(TABLET) ? 'tablet' : 'desktop';
}

function subscribe(changed: () => void): () => void {
  if (typeof matchMedia !== 'function') return () => {};
  const queries = [PHONE, TABLET].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, current);
}
