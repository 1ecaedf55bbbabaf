/** A new password: it requires the old one, and signs out all other devices. */
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { changePassword } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { useForm } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { PasswordField } from '@/ui/password-field/PasswordField';
import { showToast } from '@/ui/toast/toast';
import { CredentialsChoice } from '../CredentialsChoice';
import styles from '../Settings.module.css';

export function PasswordCard({ email }: { email: string }) {
  const [changes, setChanges] = useState(0);
  return (
    <Card title="settings.password" words={<T id="settings.password.words" />}>
      {/* After a change the fields are empty again. */}
      <PasswordForm key={changes} email={email} onChanged={() => setChanges(changes + 1)} />
    </Card>
  );
}

function PasswordForm({ email, onChanged }: { email: string; onChanged: () => void }) {
  const client = useClient();
  const text = useText();
  const [everything, setEverything] = useState(false);
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const body = {
        current_password: String(fields.get('current_password')),
        new_password: String(fields.get('new_password')),
        ...(everything ? { everything } : {}),
      };
      await changePassword({ client: httpOf(client), body, throwOnError: true });
      showToast({ text: text('settings.password.changed') });
      onChanged();
    },
  });
  return (
    <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
      {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
      {/* So that a password manager selects the right account. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        name="current_password"
        label={text('settings.password.current')}
        autoComplete="current-password"
      />
      <PasswordField
        name="new_password"
        label={text('auth.newPassword')}
        hint={text('auth.password.hint')}
        autoComplete="new-password"
      />
      <CredentialsChoice isSelected={everything} onChange={setEverything} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isPending={form.pending}>
          <T id="settings.password.change" />
        </Button>
      </div>
    </Form>
  );
}
