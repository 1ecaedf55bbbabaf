/** Invite codes and the links that carry them. */

/** The code in what someone pasted: a whole link, or the bare code. */
export function inviteCode(pasted: string): string {
  const path = pasted.trim().split(/[?#]/)[0] ?? '';
  return path.split('/').filter(Boolean).at(-1) ?? '';
}

export const inviteLink = (code: string): string => `${location.origin}/invite/${code}`;
