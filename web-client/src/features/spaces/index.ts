/** What the screens take from this feature. */
export { GuildDirectory } from './GuildDirectory';
export { GuildMenu } from './GuildMenu';
export { GuildRail } from './GuildRail';
export { useGuildRead } from './use-guild-read';
export { AddGuildDialog, InviteDialog } from './windows';
