/** The dialogs that open from the menu of a guild. */
import { type GuildEntity, useFirstChannel } from '@/store/selectors';
import { GuildSettingsDialog, InviteDialog, LeaveGuildDialog } from './windows';

export type GuildWindow = 'invite' | 'settings' | 'leave';

interface Props {
  guild: GuildEntity;
  open: GuildWindow | null;
  onClose: () => void;
}

export function GuildWindows({ guild, open, onClose }: Props) {
  const channel = useFirstChannel(guild.id);
  return (
    <>
      {channel !== undefined && (
        <InviteDialog guild={guild} channelId={channel.id} isOpen={open === 'invite'} onClose={onClose} />
      )}
      <GuildSettingsDialog guild={guild} isOpen={open === 'settings'} onClose={onClose} />
      <LeaveGuildDialog guild={guild} isOpen={open === 'leave'} onClose={onClose} />
    </>
  );
}
