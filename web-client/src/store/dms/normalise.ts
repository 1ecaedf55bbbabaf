/** Reads DM payloads, as `normalise` reads the rest. */
import type { DirectMessages, DmChannel, Settings } from '@/api/gen';
import { each, id, object, text, textOrNull, time } from '@/store/normalise';
import { readUser } from '@/store/users/normalise';

/** The limit for groups; longer lists are truncated. */
const MAX_NAME = 256;

export const DIRECT = 1;
export const GROUP = 3;

export function readDm(value: unknown): DmChannel | null {
  const raw = object(value);
  const channelId = id(raw?.id);
  if (raw === null || channelId === null || (raw.type !== DIRECT && raw.type !== GROUP)) return null;
  return {
    ...(raw as unknown as DmChannel),
    id: channelId,
    type: raw.type,
    name: textOrNull(raw.name)?.slice(0, MAX_NAME) ?? null,
    icon: textOrNull(raw.icon),
    owner_id: id(raw.owner_id) ?? undefined,
    last_message_id: id(raw.last_message_id),
    last_pin_timestamp: time(raw.last_pin_timestamp) || null,
    recipients: each(raw.recipients, readUser),
  };
}

const FROM: readonly DirectMessages[] = ['everyone', 'shared_guild', 'nobody'];
const STATUSES: readonly Settings['status'][] = ['online', 'idle', 'dnd', 'invisible'];

export function readSettings(value: unknown): Settings | null {
  const raw = object(value);
  if (raw === null) return null;
  return {
    direct_messages: FROM.find((from) => from === text(raw.direct_messages)) ?? 'shared_guild',
    status: STATUSES.find((status) => status === text(raw.status)) ?? 'online',
    push_text: raw.push_text === true,
  };
}
