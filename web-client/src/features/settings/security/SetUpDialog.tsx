/** Sets up an authenticator app: it gets the secret, by camera or by hand, and confirms it with a code. */
import { Copy } from 'lucide-react';
import { confirmTotp, type TotpSetup } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Dialog } from '@/ui/dialog/Dialog';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { IconButton } from '@/ui/icon-button/IconButton';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';
import { QrCode } from './QrCode';
import styles from './security.module.css';

interface Props {
  setup: TotpSetup;
  onClose: () => void;
  /** It is enabled; these codes are shown only now. */
  onDone: (codes: readonly string[]) => Promise<void>;
}

/** In groups, for reading from the screen. */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

export function SetUpDialog({ setup, onClose, onDone }: Props) {
  const client = useClient();
  const text = useText();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const code = textOf(fields, 'code').replaceAll(' ', '');
      const { data } = await confirmTotp({ client: httpOf(client), body: { code }, throwOnError: true });
      onClose();
      await onDone(data.codes);
    },
  });
  const copy = async () => {
    await navigator.clipboard.writeText(setup.secret);
    showToast({ text: text('common.copied') });
  };
  return (
    <Dialog isOpen onClose={onClose} title={text('settings.totp.setUp')}>
      <DialogForm form={form} action={text('settings.totp.enable')} onCancel={onClose}>
        <p>
          <T id="settings.totp.scan" />
        </p>
        <QrCode content={setup.uri} label={text('settings.totp.qr')} />
        <div>
          <p className={styles.label}>
            <T id="settings.totp.secret" />
          </p>
          <p className={styles.secret}>
            <code>{grouped(setup.secret)}</code>
            <IconButton
              label={text('settings.totp.copySecret')}
              icon={<Copy />}
              onPress={() => void copy()}
            />
          </p>
        </div>
        <TextField
          name="code"
          label={text('settings.totp.code')}
          hint={text('settings.totp.code.hint')}
          autoComplete="one-time-code"
          inputMode="numeric"
          spellCheck="false"
          maxLength={7}
          isRequired
        />
      </DialogForm>
    </Dialog>
  );
}
