/** The next one of a list that fits, going round at the ends. */
export function nextOf(
  ids: readonly string[],
  current: string | undefined,
  by: 1 | -1,
  fits: (id: string) => boolean,
): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current);
  const start = at === -1 && by === -1 ? 0 : at;
  for (let step = 1; step <= ids.length; step += 1) {
    const id = ids[(start + by * step + ids.length * 2) % ids.length];
    if (id !== undefined && id !== current && fits(id)) return id;
  }
  return undefined;
}
