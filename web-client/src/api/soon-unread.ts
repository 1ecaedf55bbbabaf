/** Calls and shapes that the generated client does not have yet. Goes as soon as it has. */
import './client';
import type { Message } from './gen';
import { client } from './gen/client.gen';

export interface ReadState {
  channel_id: string;
  last_read_id: string;
  mention_count: number;
}

export type NotificationLevel = 'all' | 'mentions' | 'nothing';

export interface NotificationSetting {
  /** A guild, a category, a channel or a conversation. */
  place_id: string;
  /** Null: as the place above has it. */
  level: NotificationLevel | null;
  muted: boolean;
  /** Null while muted: until further notice. */
  muted_until: string | null;
  suppress_everyone: boolean;
  suppress_roles: boolean;
}

export interface PushSubscriptionEntry {
  id: string;
  endpoint_host: string;
  created_at: string;
  current: boolean;
}

const security = [{ scheme: 'bearer', type: 'http' }] as const;
const json = { 'Content-Type': 'application/json' };
const base = '/api/v10';

interface Options {
  signal?: AbortSignal;
}

export const ackMessage = (channel_id: string, message_id: string, manual: boolean) =>
  client.post({
    security: [...security],
    url: `${base}/channels/${channel_id}/messages/${message_id}/ack`,
    body: { manual },
    headers: json,
    throwOnError: true,
  });

export const ackGuild = (guild_id: string) =>
  client.post({ security: [...security], url: `${base}/guilds/${guild_id}/ack`, throwOnError: true });

export async function listMentions(query: {
  limit?: number;
  before?: string;
  roles?: boolean;
  everyone?: boolean;
}): Promise<Message[]> {
  const url = `${base}/users/@me/mentions`;
  const { data } = await client.get({ security: [...security], url, query, throwOnError: true });
  return data as unknown as Message[];
}

export async function putNotificationSetting(
  { place_id, ...body }: NotificationSetting,
  { signal }: Options = {},
): Promise<NotificationSetting> {
  const url = `${base}/users/@me/notification-settings/${place_id}`;
  const { data } = await client.put({
    security: [...security],
    url,
    body,
    headers: json,
    signal,
    throwOnError: true,
  });
  return data as unknown as NotificationSetting;
}

export async function pushKey(): Promise<string> {
  const { data } = await client.get({
    security: [...security],
    url: `${base}/chatspace/push`,
    throwOnError: true,
  });
  return (data as unknown as { public_key: string }).public_key;
}

export async function listPushSubscriptions(): Promise<PushSubscriptionEntry[]> {
  const url = `${base}/users/@me/push-subscriptions`;
  const { data } = await client.get({ security: [...security], url, throwOnError: true });
  return data as unknown as PushSubscriptionEntry[];
}

export async function addPushSubscription(body: {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}): Promise<PushSubscriptionEntry> {
  const url = `${base}/users/@me/push-subscriptions`;
  const { data } = await client.post({
    security: [...security],
    url,
    body,
    headers: json,
    throwOnError: true,
  });
  return data as unknown as PushSubscriptionEntry;
}

export const removePushSubscription = (id: string) =>
  client.delete({
    security: [...security],
    url: `${base}/users/@me/push-subscriptions/${id}`,
    throwOnError: true,
  });

export interface Settings {
  status: string;
  push_text: boolean;
}

export async function getSettings(): Promise<Settings> {
  const { data } = await client.get({
    security: [...security],
    url: `${base}/users/@me/settings`,
    throwOnError: true,
  });
  return data as unknown as Settings;
}

export async function changeSettings(body: Partial<Settings>): Promise<Settings> {
  const { data } = await client.patch({
    security: [...security],
    url: `${base}/users/@me/settings`,
    body,
    headers: json,
    throwOnError: true,
  });
  return data as unknown as Settings;
}
