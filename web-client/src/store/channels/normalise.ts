/** Reads channels of guilds. */
import type { Channel, Overwrite } from '@/api/gen';
import { bits, each, id, name, number, object, textOrNull, time } from '@/store/normalise';

function readOverwrite(value: unknown): Overwrite | null {
  const raw = object(value);
  const targetId = id(raw?.id);
  if (raw === null || targetId === null) return null;
  return { id: targetId, type: number(raw.type), allow: bits(raw.allow), deny: bits(raw.deny) };
}

/** `guildId` for GUILD_CREATE, whose channels may leave it out. */
export function readChannel(value: unknown, guildId?: string): Channel | null {
  const raw = object(value);
  const channelId = id(raw?.id);
  const guild = id(raw?.guild_id) ?? guildId;
  if (raw === null || channelId === null || guild === undefined) return null;
  return {
    ...(raw as unknown as Channel),
    guild_id: guild,
    name: name(raw.name),
    type: number(raw.type),
    position: number(raw.position),
    parent_id: id(raw.parent_id),
    topic: textOrNull(raw.topic),
    nsfw: raw.nsfw === true,
    rate_limit_per_user: number(raw.rate_limit_per_user),
    last_message_id: id(raw.last_message_id),
    last_pin_timestamp: time(raw.last_pin_timestamp) || null,
    permission_overwrites: each(raw.permission_overwrites, readOverwrite),
  };
}
