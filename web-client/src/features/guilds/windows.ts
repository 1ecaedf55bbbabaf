/** The dialogs of this feature, fetched on demand. */
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

export const AddGuildDialog = onDemand(
  withLaterTexts(async () => (await import('./AddGuildDialog')).AddGuildDialog),
);
export const GuildSettingsDialog = onDemand(
  withLaterTexts(async () => (await import('./GuildSettingsDialog')).GuildSettingsDialog),
);
export const InviteDialog = onDemand(
  withLaterTexts(async () => (await import('./InviteDialog')).InviteDialog),
);
export const LeaveGuildDialog = onDemand(async () => (await import('./LeaveGuildDialog')).LeaveGuildDialog);
