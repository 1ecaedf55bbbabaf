/**
 * The notification of a push. Its text comes from the server; an unreadable push still shows that something arrived.
 */
export interface Push {
  title: string;
  body: string;
  /** One notification per channel: the newest. */
  tag: string;
  path: string;
}

const NAME = 'ChatSpace';
const ID = /^\d{1,20}$/;

const text = (value: unknown, usual: string): string =>
  typeof value === 'string' && value !== '' ? value : usual;
const id = (value: unknown): string | null => (typeof value === 'string' && ID.test(value) ? value : null);

export function readPush(json: string | undefined): Push {
  const raw = parsed(json);
  const channelId = id(raw.channel_id);
  const messageId = id(raw.message_id);
  const guildId = id(raw.guild_id);
  const inGuild = guildId === null ? '/dm' : `/channels/${guildId}`;
  const channel = channelId === null ? '/' : `${inGuild}/${channelId}`;
  return {
    title: text(raw.title, NAME),
    body: text(raw.body, ''),
    tag: channelId ?? text(raw.tag, NAME),
    path: channelId === null || messageId === null ? channel : `${channel}#${messageId}`,
  };
}

function parsed(json: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
