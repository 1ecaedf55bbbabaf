/** Where one was last in each guild, on this device. */
const KEY = 'chatspace.last-channel';

function all(): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}

export function lastChannel(guildId: string): string | undefined {
  const found = all()[guildId];
  return typeof found === 'string' ? found : undefined;
}

export function rememberChannel(guildId: string, channelId: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all(), [guildId]: channelId }));
  } catch {
    // Without storage one begins at the first channel again.
  }
}
