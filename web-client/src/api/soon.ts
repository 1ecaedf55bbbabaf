/** Types and calls of direct messages until the generated ones are here. */
import { client } from './gen/client.gen';
import { formDataBodySerializer } from './gen/core/bodySerializer.gen';
import type { User } from './gen/types.gen';

export interface PrivateChannel {
  id: string;
  type: 1 | 3;
  /** The others, never oneself. */
  recipients: User[];
  last_message_id: string | null;
  flags: number;
  name?: string | null;
  icon?: string | null;
  owner_id?: string;
}

export type DirectMessagesFrom = 'everyone' | 'shared_guild' | 'nobody';

export interface Settings {
  direct_messages: DirectMessagesFrom;
  status: 'online' | 'idle' | 'dnd' | 'invisible';
  push_text: boolean;
}

const BASE = { security: [{ scheme: 'bearer', type: 'http' } as const] };

interface ToChannel {
  path: { channel_id: string };
  throwOnError: true;
}

interface ToRecipient {
  path: { channel_id: string; user_id: string };
  throwOnError: true;
}

interface ToUser {
  path: { user_id: string };
  throwOnError: true;
}

export const openPrivateChannel = (options: {
  body: { recipient_id: string } | { recipients: string[] };
  throwOnError: true;
}) =>
  client.post<{ 200: PrivateChannel }, unknown, true>({
    ...BASE,
    url: '/api/v10/users/@me/channels',
    ...options,
    headers: { 'Content-Type': 'application/json' },
  });

export const updatePrivateChannel = (
  options: ToChannel & { body: { name?: string | null; icon?: string | null } },
) =>
  client.patch<{ 200: PrivateChannel }, unknown, true>({
    ...BASE,
    url: '/api/v10/channels/{channel_id}',
    ...options,
    headers: { 'Content-Type': 'application/json' },
  });

export const uploadChannelIcon = (options: ToChannel & { body: { file: Blob | File } }) =>
  client.put<{ 200: PrivateChannel }, unknown, true>({
    ...BASE,
    ...formDataBodySerializer,
    url: '/api/v10/channels/{channel_id}/icon',
    ...options,
    headers: { 'Content-Type': null },
  });

export const addRecipient = (options: ToRecipient) =>
  client.put<{ 204: unknown }, unknown, true>({
    ...BASE,
    url: '/api/v10/channels/{channel_id}/recipients/{user_id}',
    ...options,
  });

export const removeRecipient = (options: ToRecipient) =>
  client.delete<{ 204: unknown }, unknown, true>({
    ...BASE,
    url: '/api/v10/channels/{channel_id}/recipients/{user_id}',
    ...options,
  });

export const closePrivateChannel = (options: ToChannel) =>
  client.delete<{ 200: unknown }, unknown, true>({
    ...BASE,
    url: '/api/v10/channels/{channel_id}',
    ...options,
  });

export const blockUser = (options: ToUser) =>
  client.put<{ 204: unknown }, unknown, true>({
    ...BASE,
    url: '/api/v10/users/@me/blocks/{user_id}',
    ...options,
  });

export const unblockUser = (options: ToUser) =>
  client.delete<{ 204: unknown }, unknown, true>({
    ...BASE,
    url: '/api/v10/users/@me/blocks/{user_id}',
    ...options,
  });

export const updateSettings = (options: { body: Partial<Settings>; throwOnError: true }) =>
  client.patch<{ 200: Settings }, unknown, true>({
    ...BASE,
    url: '/api/v10/users/@me/settings',
    ...options,
    headers: { 'Content-Type': 'application/json' },
  });
