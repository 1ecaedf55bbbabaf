/** What the screens take from this feature. */
export { AddGuildDialog } from './AddGuildDialog';
export { GuildDirectory } from './GuildDirectory';
export { GuildMenu } from './GuildMenu';
export { GuildRail } from './GuildRail';
export { InviteDialog } from './InviteDialog';
