/** Asks whether to delete the messages, and for the username, before the account is deleted. */
import { useState } from 'react';
import { type CurrentUser, deleteMyAccount, type OwnMessages } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { leave } from '@/api/session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogActions, DialogBody } from '@/ui/dialog/Dialog';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { RadioCards } from '@/ui/radio-cards/RadioCards';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';

interface Props {
  me: CurrentUser;
  isOpen: boolean;
  onClose: () => void;
}

const CHOICES = ['keep', 'erase'] as const satisfies readonly OwnMessages[];

export function DeleteDialog({ me, isOpen, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('settings.delete')} role="alertdialog">
      <Question me={me} onClose={onClose} />
    </Dialog>
  );
}

function Question({ me, onClose }: Omit<Props, 'isOpen'>) {
  const client = useClient();
  const text = useText();
  const [messages, setMessages] = useState<OwnMessages>('keep');
  const [typed, setTyped] = useState('');
  const remove = useAction({
    failureOf: useFailureText(),
    work: async () => {
      const done = await withFreshAuthentication(client, () =>
        deleteMyAccount({ client: httpOf(client), body: { messages }, throwOnError: true }),
      );
      if (done === undefined) return;
      leave(client);
      showToast({ text: text('settings.delete.done') });
    },
  });
  const matches = typed.trim().toLowerCase() === me.username;
  return (
    <>
      <DialogBody>
        {remove.failure !== undefined && <Notice tone="danger">{remove.failure}</Notice>}
        <p>
          <T id="settings.delete.honest" />
        </p>
        <RadioCards
          label={text('settings.delete.messages')}
          choices={CHOICES.map((id) => ({
            id,
            title: text(`settings.delete.${id}`),
            words: text(`settings.delete.${id}.words`),
          }))}
          value={messages}
          onChange={setMessages}
        />
        <TextField
          label={text('settings.delete.confirm', { username: me.username })}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          spellCheck="false"
        />
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onClose} autoFocus>
          <T id="common.cancel" />
        </Button>
        <Button variant="danger" isDisabled={!matches} isPending={remove.pending} onPress={remove.run}>
          <T id="settings.delete.submit" />
        </Button>
      </DialogActions>
    </>
  );
}
