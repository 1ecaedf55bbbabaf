/** Reads users and their presences. */
import { withUsualValues } from '@/api/current-user';
import type { CurrentUser, User, VisibleStatus } from '@/api/gen';
import { each, id, name, nameOrNull, object, text } from '@/store/normalise';

export function readUser(value: unknown): User | null {
  const raw = object(value);
  const userId = id(raw?.id);
  if (raw === null || userId === null) return null;
  return {
    ...(raw as unknown as User),
    username: name(raw.username),
    global_name: nameOrNull(raw.global_name),
    avatar: nameOrNull(raw.avatar),
    bot: raw.bot === true,
    system: raw.system === true,
  };
}

export function readMe(value: unknown): CurrentUser | null {
  const user = readUser(value);
  return user === null ? null : withUsualValues(user as CurrentUser);
}

const STATUSES: readonly string[] = ['online', 'idle', 'dnd', 'offline'];

/** The activity that holds the custom status. */
const CUSTOM_STATUS = 4;

export interface ReadPresence {
  userId: string;
  status: VisibleStatus;
  /** Empty without a custom status. */
  customStatus: string;
}

export function readPresence(value: unknown): ReadPresence | null {
  const raw = object(value);
  const userId = id(object(raw?.user)?.id);
  if (raw === null || userId === null) return null;
  const custom = each(raw.activities, object).find(({ type }) => type === CUSTOM_STATUS);
  return {
    userId,
    status: STATUSES.includes(text(raw.status)) ? (raw.status as VisibleStatus) : 'offline',
    customStatus: name(custom?.state),
  };
}
