/** Shapes and calls that the API document does not describe yet. Goes when the generated types have it. */
import './client';
import type { CurrentUser, Member, Presence, Snowflake, Timestamp, UpdateCurrentUser } from './gen';
import { client } from './gen/client.gen';

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

/** The rows that stood there before, or a new one. */
export type MemberListItem =
  | { group: MemberListGroup }
  | { member: Member; presence: Presence }
  | { same: { first: number; count: number } };

export interface MemberListUpdate {
  guild_id: Snowflake;
  channel_id: Snowflake;
  member_count: number;
  online_count: number;
  /** Rows of the whole list, headings counted. */
  row_count: number;
  groups: MemberListGroup[];
  ranges: { first: number; items: MemberListItem[] }[];
}

export type UpdateOwnStatus = UpdateCurrentUser & { custom_status_expires_at?: Timestamp | null };

const SECURITY = [{ scheme: 'bearer', type: 'http' } as const];
const JSON_BODY = { 'Content-Type': 'application/json' };

export const updateSettings = (options: { body: Partial<Settings>; throwOnError: true }) =>
  client.patch<{ 200: Settings }, unknown, true>({
    security: SECURITY,
    url: '/api/v10/users/@me/settings',
    headers: JSON_BODY,
    ...options,
  });

export const updateOwnStatus = (options: { body: UpdateOwnStatus; throwOnError: true }) =>
  client.patch<{ 200: CurrentUser }, unknown, true>({
    security: SECURITY,
    url: '/api/v10/users/@me',
    headers: JSON_BODY,
    ...options,
  });

/** A conversation of two: the one there is, or a new one. */
export const openPrivateChannel = (options: { body: { recipient_id: string }; throwOnError: true }) =>
  client.post<{ 200: { id: string } }, unknown, true>({
    security: SECURITY,
    url: '/api/v10/users/@me/channels',
    headers: JSON_BODY,
    ...options,
  });

/** When the own status ends; null: not by itself. */
export const statusEnd = (me: CurrentUser | null): string | null =>
  (me?.chatspace as { custom_status_expires_at?: string | null } | undefined)?.custom_status_expires_at ??
  null;
