/** Where somebody arrives who has joined a guild: in the channel of the invite, or in the guild if they may not view that one. */
import type { Invite } from './gen';

export const joinedHref = ({ guild, channel }: Invite): string =>
  channel == null ? `/channels/${guild.id}` : `/channels/${guild.id}/${channel.id}`;
