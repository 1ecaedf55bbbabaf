/** What the API document does not describe yet. Goes when the generated types have it. */
import type { Member, Presence, Snowflake, Timestamp, UpdateCurrentUser } from './gen';

/** What somebody wants others to see. */
export type StatusChoice = 'online' | 'idle' | 'dnd' | 'invisible';

export interface Settings {
  direct_messages: 'everyone' | 'shared_guild' | 'nobody';
  status: StatusChoice;
  push_text: boolean;
}

export interface MemberListGroup {
  /** A role's id, `online` or `offline`. */
  id: string;
  count: number;
}

export type MemberListItem = { group: MemberListGroup } | { member: Member; presence: Presence };

export interface MemberListUpdate {
  guild_id: Snowflake;
  channel_id: Snowflake;
  member_count: number;
  online_count: number;
  groups: MemberListGroup[];
  ranges: { first: number; items: MemberListItem[] }[];
}

export type UpdateOwnStatus = UpdateCurrentUser & { custom_status_expires_at?: Timestamp | null };
