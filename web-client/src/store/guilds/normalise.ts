/** Reads guilds and their roles. */
import type { Guild, Role } from '@/api/gen';
import { bits, each, id, name, nameOrNull, number, object, textOrNull, texts } from '@/store/normalise';

export function readRole(value: unknown): Role | null {
  const raw = object(value);
  if (raw === null || id(raw.id) === null) return null;
  return {
    ...(raw as unknown as Role),
    name: name(raw.name),
    color: number(raw.color),
    hoist: raw.hoist === true,
    mentionable: raw.mentionable === true,
    position: number(raw.position),
    permissions: bits(raw.permissions),
  };
}

export function readGuild(value: unknown): Guild | null {
  const raw = object(value);
  if (raw === null || id(raw.id) === null) return null;
  return {
    ...(raw as unknown as Guild),
    name: name(raw.name),
    icon: nameOrNull(raw.icon),
    owner_id: id(raw.owner_id) ?? '',
    description: textOrNull(raw.description),
    system_channel_id: id(raw.system_channel_id),
    system_channel_flags: number(raw.system_channel_flags),
    features: texts(raw.features),
    roles: each(raw.roles, readRole),
  };
}
