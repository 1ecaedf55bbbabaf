/**
 * What can be written in a channel to mention something, and its wire form: `@olena`, a unique display name, a role,
 * `#general`.
 */
import { channelsOf, displayName, isGone, TEXT_CHANNEL } from '@/store/selectors';
import type { Id, State } from '@/store/state';

/** From the folded name, with its sign, to the mention in the API's format; null if several have the name. */
export interface MentionNames {
  wire: ReadonlyMap<string, string | null>;
  /** From the mention in the API's format to its written form. */
  written: ReadonlyMap<string, string>;
  /** The length of the longest name, without its sign. */
  longest: number;
}

/** Ignores case and kinds of apostrophe; the length is unchanged, so that positions stay valid. */
export const foldName = (name: string): string =>
  [...name.replace(/[’ʼ`´]/g, "'")]
    .map((char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char))
    .join('');

class Collector {
  readonly wire = new Map<string, string | null>();
  readonly written = new Map<string, string>();
  longest = 0;

  /** Names of one kind; a name taken by an earlier kind keeps its meaning. */
  add(entries: readonly { name: string; wire: string }[], writes: boolean): void {
    const taken = new Set(this.wire.keys());
    for (const { name, wire } of entries) {
      const key = foldName(name);
      if (name.length < 2 || taken.has(key)) continue;
      const known = this.wire.get(key);
      this.wire.set(key, known === undefined || known === wire ? wire : null);
      this.longest = Math.max(this.longest, name.length - 1);
    }
    if (!writes) return;
    for (const { name, wire } of entries)
      if (this.wire.get(foldName(name)) === wire) this.written.set(wire, name);
  }
}

const userIds = (state: State, guildId: Id | undefined, channelId: Id): readonly Id[] => {
  if (guildId !== undefined) return Object.keys(state.members[guildId] ?? {});
  const others = state.dms[channelId]?.recipientIds ?? [];
  return state.me === null ? others : [...others, state.me.id];
};

/** `also` are users known from elsewhere: those whom a message mentions. */
export function mentionNames(state: State, channelId: Id, also: readonly Id[] = []): MentionNames {
  const guildId = state.channels[channelId]?.guild_id;
  const users = [...new Set([...userIds(state, guildId, channelId), ...also])]
    .map((id) => state.users[id])
    .filter((user) => user !== undefined)
    .filter((user) => !isGone(user));
  const nickOf = (id: Id) => (guildId === undefined ? null : state.members[guildId]?.[id]?.nick);
  const names = new Collector();
  const to = (id: Id) => `<@${id}>`;
  names.add(
    users.map(({ id, username }) => ({ name: `@${username}`, wire: to(id) })),
    true,
  );
  names.add(
    users.flatMap((user) =>
      [displayName(user, nickOf(user.id)), user.global_name ?? ''].map((name) => ({
        name: `@${name}`,
        wire: to(user.id),
      })),
    ),
    false,
  );
  if (guildId === undefined) return names;
  const roles = Object.values(state.roles[guildId] ?? {}).filter(({ id }) => id !== guildId);
  names.add(
    roles.map(({ id, name }) => ({ name: `@${name}`, wire: `<@&${id}>` })),
    true,
  );
  names.add(
    channelsOf(state, guildId)
      .filter(({ type }) => type === TEXT_CHANNEL)
      .map(({ id, name }) => ({ name: `#${name}`, wire: `<#${id}>` })),
    true,
  );
  return names;
}
