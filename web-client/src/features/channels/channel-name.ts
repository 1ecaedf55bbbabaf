/** Normalises channel names: lowercase in any script, hyphens for spaces, none at the ends. */
export function channelName(typed: string): string {
  return typed.trim().toLocaleLowerCase().replace(/\s+/gu, '-').replace(/-{2,}/g, '-').replace(/^-|-$/g, '');
}
