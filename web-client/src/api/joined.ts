/** Where to go after joining a guild: the invite's channel, or the guild if the new member cannot view that channel. */
import type { Invite } from './gen';

export const joinedHref = ({ guild, channel }: Invite): string =>
  channel == null ? `/channels/${guild.id}` : `/channels/${guild.id}/${channel.id}`;
