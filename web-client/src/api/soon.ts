/** Calls about groups until the generated ones are here. */

import { client } from './gen/client.gen';
import { formDataBodySerializer } from './gen/core/bodySerializer.gen';
import type { PrivateChannel } from './gen/types.gen';

const BASE = { security: [{ scheme: 'bearer', type: 'http' } as const] };

interface ToChannel {
  path: { channel_id: string };
  throwOnError: true;
}

interface ToRecipient {
  path: { channel_id: string; user_id: string };
  throwOnError: true;
}

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
