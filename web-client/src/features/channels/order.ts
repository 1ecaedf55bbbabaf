/**
 * Moves a channel or category one step in the list, as the positions to send.
 *
 * A channel moves within its category and at the edge into the neighbouring one; a category moves among categories. The
 * result holds only what changes, and is null where no move is possible.
 */
import type { ChannelPosition } from '@/api';
import type { ChannelGroup } from '@/store/selectors';

export type Direction = 'up' | 'down';

interface Place {
  id: string;
  position: number;
  parent_id: string | null;
}

type Arranged = { categoryId: string | null; ids: string[] }[];

const arrange = (groups: readonly ChannelGroup[]): Arranged =>
  groups.map(({ category, channels }) => ({
    categoryId: category?.id ?? null,
    ids: channels.map(({ id }) => id),
  }));

/** Channels without a category have a group of their own, first, also while it is empty. */
function withLooseGroup(groups: Arranged): Arranged {
  return groups[0]?.categoryId === null ? groups : [{ categoryId: null, ids: [] }, ...groups];
}

function moved<T>(list: readonly T[], from: number, by: number): T[] | null {
  const to = from + by;
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return null;
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

function moveCategory(groups: readonly ChannelGroup[], id: string, by: number): string[] | null {
  const ids = groups.flatMap(({ category }) => (category === null ? [] : [category.id]));
  return moved(ids, ids.indexOf(id), by);
}

function moveChannel(groups: readonly ChannelGroup[], id: string, by: number): Arranged | null {
  const arranged = withLooseGroup(arrange(groups));
  const at = arranged.findIndex(({ ids }) => ids.includes(id));
  const group = arranged[at];
  if (group === undefined) return null;
  const within = moved(group.ids, group.ids.indexOf(id), by);
  if (within !== null) return arranged.with(at, { ...group, ids: within });
  const neighbour = arranged[at + by];
  if (neighbour === undefined) return null;
  const ids = by < 0 ? [...neighbour.ids, id] : [id, ...neighbour.ids];
  return arranged
    .with(at, { ...group, ids: group.ids.filter((other) => other !== id) })
    .with(at + by, { ...neighbour, ids });
}

export function step(
  groups: readonly ChannelGroup[],
  id: string,
  direction: Direction,
): ChannelPosition[] | null {
  const by = direction === 'up' ? -1 : 1;
  const isCategory = groups.some(({ category }) => category?.id === id);
  const places = isCategory
    ? categoryPlaces(moveCategory(groups, id, by))
    : channelPlaces(moveChannel(groups, id, by));
  if (places === null) return null;
  const before = new Map(
    groups
      .flatMap(({ category, channels }) => (category === null ? channels : [category, ...channels]))
      .map((c) => [c.id, c]),
  );
  return places
    .filter((place) => {
      const old = before.get(place.id);
      return old?.position !== place.position || old.parent_id !== place.parent_id;
    })
    .map((place) => (isCategory ? { id: place.id, position: place.position } : place));
}

const categoryPlaces = (ids: string[] | null): Place[] | null =>
  ids?.map((id, position) => ({ id, position, parent_id: null })) ?? null;

function channelPlaces(arranged: Arranged | null): Place[] | null {
  if (arranged === null) return null;
  const rows = arranged.flatMap(({ categoryId, ids }) => ids.map((id) => ({ id, parent_id: categoryId })));
  return rows.map((row, position) => ({ ...row, position }));
}
