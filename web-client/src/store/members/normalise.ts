/** Reads members. */
import type { Member, PartialMember } from '@/api/gen';
import { nameOrNull, object, texts, time } from '@/store/normalise';
import { readUser } from '@/store/users/normalise';

export function readPartialMember(value: unknown): PartialMember | null {
  const raw = object(value);
  if (raw === null) return null;
  return {
    ...(raw as unknown as PartialMember),
    roles: texts(raw.roles),
    nick: nameOrNull(raw.nick),
    joined_at: time(raw.joined_at),
  };
}

export function readMember(value: unknown): Member | null {
  const user = readUser(object(value)?.user);
  const member = readPartialMember(value);
  return user === null || member === null ? null : { ...member, user };
}
