/** Presence events: the subscribed member list, and recipients of DMs. */
import { withMembers, withPresences } from '@/store/entities';
import { type ListedRow, withMemberList } from '@/store/members/list';
import * as read from '@/store/normalise';
import type { State } from '@/store/state';

type Unchecked = { readonly [key: string]: unknown };

/** Its members become known with their presences; the list holds who is in which row. */
export function withListedMembers(state: State, payload: Unchecked): State {
  const guildId = read.id(payload.guild_id);
  const channelId = read.id(payload.channel_id);
  if (guildId === null || channelId === null || state.guilds[guildId] === undefined) return state;
  const ranges = read.each(payload.ranges, read.object);
  const items = ranges.flatMap((range) => read.each(range.items, read.object));
  const known = withMembers(
    state,
    guildId,
    read.each(items, (item) => read.readMember(read.object(item)?.member)),
  );
  const present = withPresences(
    known,
    read.each(items, (item) => read.readPresence(read.object(item)?.presence)),
  );
  return withMemberList(present, {
    guildId,
    channelId,
    groups: read.each(payload.groups, readGroup),
    rowCount: typeof payload.row_count === 'number' ? payload.row_count : null,
    ranges: ranges.map(({ first, items: listed }) => ({
      first: count(first),
      rows: list(listed).map(readRow),
    })),
  });
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.floor(value) : 0);

/** Unreadable rows keep their place, so that those after them stay aligned. */
function readRow(item: unknown): ListedRow {
  const raw = read.object(item);
  const same = read.object(raw?.same);
  if (same !== null) return { first: count(same.first), count: count(same.count) };
  const userId = read.readMember(raw?.member)?.user.id;
  return userId === undefined ? 'heading' : { userId };
}

function readGroup(value: unknown) {
  const raw = read.object(value);
  const id = read.text(raw?.id);
  return raw === null || id === '' ? null : { id, count: count(raw.count) };
}

/** The recipients of DMs, as READY lists them. */
export function withReadyPresences(state: State, extras: unknown): State {
  return withPresences(state, read.each(read.object(extras)?.presences, read.readPresence));
}
