/** Asks before leaving. The owner cannot leave; for them the menu has no such item. */
import { useNavigate } from '@tanstack/react-router';
import { leaveGuild } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import type { GuildEntity } from '@/store/selectors';
import { ConfirmDialog } from '@/ui/dialog/Dialog';
import { showToast } from '@/ui/toast/toast';

interface Props {
  guild: GuildEntity;
  isOpen: boolean;
  onClose: () => void;
}

export function LeaveGuildDialog({ guild, isOpen, onClose }: Props) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  const navigate = useNavigate();
  const leave = async () => {
    await leaveGuild({ client: httpOf(client), path: { guild_id: guild.id }, throwOnError: true });
    showToast({ text: text('guild.left', { name: guild.name }) });
    await navigate({ to: '/dm' });
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={text('guild.leave')}
      question={text('guild.leave.question', { name: guild.name })}
      action={text('guild.leave.submit')}
      onConfirm={leave}
      failure={failure}
    />
  );
}
