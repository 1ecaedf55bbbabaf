/** Search parameters of addresses. */
export interface EntrySearch {
  /** Code of the pending invite. */
  invite?: string;
  /** Where to go afterwards: a path of this client. */
  next?: string;
}

export type Panel = 'members';

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export function entrySearch(search: Record<string, unknown>): EntrySearch {
  const next = textOf(search.next);
  // Only paths of our own: an address of another site begins with "//" or a scheme.
  const ours = next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\');
  return { invite: textOf(search.invite), next: ours ? next : undefined };
}

export const panelSearch = (search: Record<string, unknown>): { panel?: Panel } =>
  search.panel === 'members' ? { panel: 'members' } : {};
