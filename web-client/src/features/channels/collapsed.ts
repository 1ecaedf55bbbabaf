/** Which categories are folded, on this device. */
import { createStore } from 'zustand/vanilla';

const KEY = 'chatspace.collapsed';

function stored(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export const collapsed = createStore<{ ids: readonly string[] }>(() => ({ ids: stored() }));

export function toggleCollapsed(id: string): void {
  const { ids } = collapsed.getState();
  const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
  collapsed.setState({ ids: next });
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
