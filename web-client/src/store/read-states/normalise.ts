/** Reads read states and notification settings; unreadable ones are dropped. */
import type { Level, NotificationSetting, ReadState } from '@/api/gen';
import { id, object, textOrNull } from '@/store/normalise';

const LEVELS: readonly unknown[] = ['all', 'mentions', 'nothing'] satisfies Level[];

export function readReadState(value: unknown): ReadState | null {
  const raw = object(value);
  const channelId = id(raw?.channel_id);
  const lastRead = id(raw?.last_read_id);
  if (raw === null || channelId === null || lastRead === null) return null;
  const mentions = Number(raw.mention_count);
  return {
    channel_id: channelId,
    last_read_id: lastRead,
    mention_count: Number.isInteger(mentions) && mentions > 0 ? mentions : 0,
  };
}

export function readNotificationSetting(value: unknown): NotificationSetting | null {
  const raw = object(value);
  const scopeId = id(raw?.scope_id);
  if (raw === null || scopeId === null) return null;
  return {
    scope_id: scopeId,
    level: LEVELS.includes(raw.level) ? (raw.level as Level) : null,
    muted: raw.muted === true,
    muted_until: textOrNull(raw.muted_until),
    suppress_everyone: raw.suppress_everyone === true,
    suppress_roles: raw.suppress_roles === true,
  };
}
