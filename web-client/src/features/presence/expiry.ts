/** When a custom status expires. */

export const EXPIRIES = ['never', '1800', '3600', '14400', 'today'] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** When it expires, in the format of the API; null for never. */
export function endOf(expiry: Expiry, now: Date): string | null {
  if (expiry === 'never') return null;
  if (expiry === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString();
  return new Date(now.getTime() + Number(expiry) * 1000).toISOString();
}
