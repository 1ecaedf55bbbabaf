/** Applies the rows of the subscribed member list. */
import { withMembers, withPresences } from '@/store/entities';
import * as read from '@/store/normalise';
import { each, list, object, text } from '@/store/normalise';
import type { State } from '@/store/state';
import { readPresence } from '@/store/users/normalise';
import { type ListedRow, withMemberList } from './list';
import { readMember } from './normalise';

type Unchecked = { readonly [key: string]: unknown };

/** Its members become known with their presences; the list holds who is in which row. */
export function withListedMembers(state: State, payload: Unchecked): State {
  const guildId = read.id(payload.guild_id);
  const channelId = read.id(payload.channel_id);
  if (guildId === null || channelId === null || state.guilds[guildId] === undefined) return state;
  const ranges = each(payload.ranges, object);
  const items = ranges.flatMap((range) => each(range.items, object));
  const known = withMembers(
    state,
    guildId,
    each(items, (item) => readMember(object(item)?.member)),
  );
  const present = withPresences(
    known,
    each(items, (item) => readPresence(object(item)?.presence)),
  );
  return withMemberList(present, {
    guildId,
    channelId,
    groups: each(payload.groups, readGroup),
    rowCount: typeof payload.row_count === 'number' ? payload.row_count : null,
    ranges: ranges.map(({ first, items: listed }) => ({
      first: count(first),
      rows: list(listed).map(readRow),
    })),
  });
}

const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.floor(value) : 0);

/** Unreadable rows keep their place, so that those after them stay aligned. */
function readRow(item: unknown): ListedRow {
  const raw = object(item);
  const same = object(raw?.same);
  if (same !== null) return { first: count(same.first), count: count(same.count) };
  const userId = readMember(raw?.member)?.user.id;
  return userId === undefined ? 'heading' : { userId };
}

function readGroup(value: unknown) {
  const raw = object(value);
  const id = text(raw?.id);
  return raw === null || id === '' ? null : { id, count: count(raw.count) };
}
