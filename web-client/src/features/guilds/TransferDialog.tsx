/** Transfers ownership of the guild. The dialog warns that the former owner cannot undo it. */
import { useState } from 'react';
import { updateGuild } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import type { GuildEntity, MemberInList } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogActions, DialogBody } from '@/ui/dialog/Dialog';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import { MemberPicker } from './MemberPicker';

interface Props {
  guild: GuildEntity;
  isOpen: boolean;
  onClose: () => void;
}

export function TransferDialog({ guild, isOpen, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('guild.transfer.title')}>
      <Question guild={guild} onClose={onClose} />
    </Dialog>
  );
}

function Question({ guild, onClose }: Omit<Props, 'isOpen'>) {
  const client = useClient();
  const text = useText();
  const [heir, setHeir] = useState<MemberInList>();
  const handOver = useAction({
    failureOf: useFailureText(),
    work: async () => {
      if (heir === undefined) return;
      const path = { guild_id: guild.id };
      const body = { owner_id: heir.user.id };
      const done = await withFreshAuthentication(client, () =>
        updateGuild({ client: httpOf(client), path, body, throwOnError: true }),
      );
      if (done === undefined) return;
      onClose();
      showToast({ text: text('guild.transfer.done', { guild: guild.name, name: heir.name }) });
    },
  });

  return (
    <>
      <DialogBody>
        {handOver.failure !== undefined && <Notice tone="danger">{handOver.failure}</Notice>}
        <p>
          <T id="guild.transfer.honest" values={{ name: guild.name }} />
        </p>
        <MemberPicker guildId={guild.id} chosen={heir} onChoose={setHeir} />
        <p role="status">
          {heir !== undefined &&
            text('guild.transfer.chosen', { name: heir.name, username: heir.user.username })}
        </p>
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onClose}>
          <T id="common.cancel" />
        </Button>
        <Button
          variant="danger"
          isDisabled={heir === undefined}
          isPending={handOver.pending}
          onPress={handOver.run}
        >
          <T id="guild.transfer.submit" />
        </Button>
      </DialogActions>
    </>
  );
}
