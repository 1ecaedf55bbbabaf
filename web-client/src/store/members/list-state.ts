/** The state of a member list: see `list`. */
type Id = string;

export type Range = readonly [first: number, last: number];

export interface ListGroup {
  /** A role's id, `online` or `offline`. */
  id: string;
  count: number;
  /** How many of them have a row: in very large guilds, offline members are only counted. */
  rows: number;
}

export interface MemberList {
  guildId: Id;
  channelId: Id;
  groups: readonly ListGroup[];
  /** By position in the list; headings and rows that have not loaded yet are missing. */
  rows: Readonly<Record<number, Id>>;
  /** The subscribed positions. */
  ranges: readonly Range[];
  /** Nothing is known of this channel in this session: the first update replaces the shown rows. */
  stale: boolean;
}
