/** Where a key leads among lines of emoji. */

/** A line, and which of its emoji. */
export type Place = readonly [number, number];

/** `lengths` says how many emoji each line has; null for a key that moves nothing. */
export function moved(key: string, [line, column]: Place, lengths: readonly number[]): Place | null {
  const last = (at: number) => Math.max(0, (lengths[at] ?? 0) - 1);
  const fits = (at: number, wanted: number): Place => [at, Math.min(wanted, last(at))];
  switch (key) {
    case 'ArrowDown':
      return fits(Math.max(0, Math.min(line + 1, lengths.length - 1)), column);
    case 'ArrowUp':
      return fits(Math.max(line - 1, 0), column);
    case 'ArrowRight':
      if (column < last(line)) return [line, column + 1];
      return line + 1 < lengths.length ? [line + 1, 0] : [line, column];
    case 'ArrowLeft':
      if (column > 0) return [line, column - 1];
      return line > 0 ? [line - 1, last(line - 1)] : [0, 0];
    default:
      return null;
  }
}
