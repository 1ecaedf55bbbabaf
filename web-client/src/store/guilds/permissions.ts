/** Computes permissions as the server does, to hide what it would refuse. The server decides. */
import type { State } from '@/store/state';

export const bit = (index: number): bigint => 1n << BigInt(index);

/** What several parts of the client ask about; a feature has bits of its own. */
export const Permission = {
  createInvite: bit(0),
  kickMembers: bit(1),
  banMembers: bit(2),
  administrator: bit(3),
  manageChannels: bit(4),
  manageGuild: bit(5),
  viewChannel: bit(10),
  sendMessages: bit(11),
  sendTts: bit(12),
  manageMessages: bit(13),
  embedLinks: bit(14),
  attachFiles: bit(15),
  readHistory: bit(16),
  mentionEveryone: bit(17),
  changeNickname: bit(26),
  manageNicknames: bit(27),
  manageRoles: bit(28),
  moderateMembers: bit(40),
} as const;

export type PermissionName = keyof typeof Permission;
/** By its name in this table, or the bit of a feature. */
export type PermissionBit = PermissionName | bigint;

export const bitOf = (permission: PermissionBit): bigint =>
  typeof permission === 'bigint' ? permission : Permission[permission];

export const ALL_PERMISSIONS = (1n << 53n) - 1n;
const ONLY_IN_GUILDS =
  Permission.createInvite |
  Permission.kickMembers |
  Permission.banMembers |
  Permission.administrator |
  Permission.manageChannels |
  Permission.manageGuild |
  Permission.sendTts |
  Permission.manageMessages |
  Permission.mentionEveryone |
  Permission.changeNickname |
  Permission.manageNicknames |
  Permission.manageRoles |
  Permission.moderateMembers;
/** What every recipient may do in a DM: whatever messages may contain. */
export const IN_DM = ALL_PERMISSIONS & ~ONLY_IN_GUILDS;
const NEEDS_SENDING =
  Permission.mentionEveryone | Permission.sendTts | Permission.attachFiles | Permission.embedLinks;
const LEFT_IN_TIMEOUT = Permission.viewChannel | Permission.readHistory;

type Known = Pick<State, 'guilds' | 'channels' | 'roles' | 'members'>;

/** Permissions in the guild or in one of its channels, at this time of the server; none for non-members. */
export function permissionsOf(
  state: Known,
  now: number,
  userId: string,
  guildId: string,
  channelId?: string,
): bigint {
  const guild = state.guilds[guildId];
  if (guild === undefined) return 0n;
  if (guild.owner_id === userId) return ALL_PERMISSIONS;
  const member = state.members[guildId]?.[userId];
  if (member === undefined) return 0n;
  const base = [guildId, ...member.roles]
    .map((roleId) => BigInt(state.roles[guildId]?.[roleId]?.permissions ?? '0'))
    .reduce((all, permissions) => all | permissions, 0n);
  if ((base & Permission.administrator) !== 0n) return ALL_PERMISSIONS;
  const here = channelId === undefined ? base : inChannel(state, base, userId, member.roles, channelId);
  const timedOut = Date.parse(member.communication_disabled_until ?? '') > now;
  return timedOut ? here & LEFT_IN_TIMEOUT : here;
}

function inChannel(
  state: Known,
  base: bigint,
  userId: string,
  roles: readonly string[],
  channelId: string,
): bigint {
  const channel = state.channels[channelId];
  if (channel === undefined) return 0n;
  const steps = [[channel.guild_id], roles, [userId]];
  const permissions = steps.reduce((before, targets) => {
    let allow = 0n;
    let deny = 0n;
    for (const overwrite of channel.permission_overwrites) {
      if (!targets.includes(overwrite.id)) continue;
      allow |= BigInt(overwrite.allow);
      deny |= BigInt(overwrite.deny);
    }
    return (before & ~deny) | allow;
  }, base);
  if ((permissions & Permission.viewChannel) === 0n) return 0n;
  return (permissions & Permission.sendMessages) === 0n ? permissions & ~NEEDS_SENDING : permissions;
}
