/** What the screens take from this feature. */
export { GuildDirectory } from './GuildDirectory';
export { GuildMenu } from './GuildMenu';
export { GuildRail } from './GuildRail';
export { AddGuildDialog, InviteDialog } from './windows';
