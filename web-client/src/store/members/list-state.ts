/** What is kept of the list of members: see `member-list`. */
type Id = string;

export type Range = readonly [first: number, last: number];

export interface ListGroup {
  /** A role's id, `online` or `offline`. */
  id: string;
  count: number;
  /** How many of them have a row: where there are very many, those who are offline are only counted. */
  rows: number;
}

export interface MemberList {
  guildId: Id;
  channelId: Id;
  groups: readonly ListGroup[];
  /** By place in the list; places of headings, and those not told yet, are not in it. */
  rows: Readonly<Record<number, Id>>;
  /** The places that are subscribed to. */
  ranges: readonly Range[];
  /** Nothing is known of this channel in this session: what comes first replaces what is shown. */
  stale: boolean;
}
