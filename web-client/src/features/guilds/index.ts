/** The public interface of this feature. */
export { GuildMenu } from './GuildMenu';
export { GuildRail } from './GuildRail';
export { useGuildRead } from './use-guild-read';
export { AddGuildDialog, InviteDialog } from './windows';
