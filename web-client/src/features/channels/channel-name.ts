/** How a channel's name is written: small letters of any script, hyphens for spaces, none at the ends. */
export function channelName(typed: string): string {
  return typed.trim().toLocaleLowerCase().replace(/\s+/gu, '-').replace(/-{2,}/g, '-').replace(/^-|-$/g, '');
}
