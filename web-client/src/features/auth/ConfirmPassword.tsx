/** Asks for the password again before a sensitive action. */
import { showPassword } from '@/api/fresh';
import { useSession } from '@/api/use-session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Dialog } from '@/ui/dialog/Dialog';
import { DialogForm } from '@/ui/dialog/DialogForm';
import { textOf, useForm } from '@/ui/form/use-form';
import { PasswordField } from '@/ui/password-field/PasswordField';
import { TextField } from '@/ui/text-field/TextField';

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

export function ConfirmPassword({ isOpen, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('auth.confirm.title')}>
      <PasswordForm onCancel={onClose} />
    </Dialog>
  );
}

function PasswordForm({ onCancel }: { onCancel: () => void }) {
  const client = useClient();
  const text = useText();
  const { user } = useSession();
  const needsCode = user?.mfa_enabled === true;
  const form = useForm({
    ...useFormFailures(),
    submit: (fields) =>
      showPassword(client, String(fields.get('password')), needsCode ? textOf(fields, 'code') : undefined),
  });
  return (
    <DialogForm form={form} action={text('auth.confirm.submit')} onCancel={onCancel}>
      <p>
        <T id="auth.confirm.words" />
      </p>
      {/* So that a password manager selects the right account. */}
      <input type="text" name="username" autoComplete="username" value={user?.email ?? ''} readOnly hidden />
      <PasswordField autoComplete="current-password" autoFocus />
      {needsCode && (
        <TextField
          name="code"
          label={text('auth.code')}
          hint={text('auth.confirm.code.hint')}
          autoComplete="one-time-code"
          spellCheck="false"
          maxLength={64}
          isRequired
        />
      )}
    </DialogForm>
  );
}
