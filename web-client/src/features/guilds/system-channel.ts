/** The system channel of a guild, and the flags that suppress kinds of messages in it. */
import type { GuildEntity } from '@/store/selectors';

export interface SystemChannel {
  channelId: string | null;
  flags: number;
}

const SUPPRESS_JOINS = 1;

export const systemChannelOf = (guild: GuildEntity): SystemChannel => ({
  channelId: guild.system_channel_id,
  flags: guild.system_channel_flags,
});

export const announcesJoins = ({ flags }: SystemChannel): boolean => (flags & SUPPRESS_JOINS) === 0;

/** Leaves the other flags alone. */
export const withJoins = (channel: SystemChannel, joins: boolean): SystemChannel => ({
  ...channel,
  flags: joins ? channel.flags & ~SUPPRESS_JOINS : channel.flags | SUPPRESS_JOINS,
});

/** The fields of an update: only what differs. */
export const systemChannelChange = (before: SystemChannel, after: SystemChannel) => ({
  ...(after.channelId !== before.channelId && { system_channel_id: after.channelId }),
  ...(after.flags !== before.flags && { system_channel_flags: after.flags }),
});
