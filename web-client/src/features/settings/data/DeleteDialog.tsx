/** Asks what becomes of the messages, and for the user name, before the account is deleted. */
import { useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { type CurrentUser, deleteMyAccount, type OwnMessages } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { leave } from '@/api/session';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogActions, DialogBody } from '@/ui/dialog/Dialog';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';
import styles from '../Settings.module.css';

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
  const text = useText();
  const [messages, setMessages] = useState<OwnMessages>('keep');
  const [typed, setTyped] = useState('');
  const remove = useAction({
    failureOf: useFailureText(),
    work: async () => {
      const done = await withFreshAuthentication(() =>
        deleteMyAccount({ body: { messages }, throwOnError: true }),
      );
      if (done === undefined) return;
      leave();
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
        <RadioGroup
          className={styles.group}
          value={messages}
          onChange={(value) => setMessages(CHOICES.find((choice) => choice === value) ?? 'keep')}
        >
          <Label className={styles.label}>
            <T id="settings.delete.messages" />
          </Label>
          {CHOICES.map((choice) => (
            <Radio key={choice} value={choice} className={styles.card}>
              <T id={`settings.delete.${choice}`} />
              <span className={styles.choiceWords}>
                <T id={`settings.delete.${choice}.words`} />
              </span>
            </Radio>
          ))}
        </RadioGroup>
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
