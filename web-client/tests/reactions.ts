/** Reactions as the server sends them, for tests. */
import type { Reaction } from '@/api/gen';

export function aReaction(name: string, count: number, more: Partial<Reaction> = {}): Reaction {
  return {
    emoji: { id: null, name, animated: false },
    count,
    count_details: { normal: count, burst: 0 },
    me: false,
    me_burst: false,
    burst_colors: [],
    ...more,
  };
}
