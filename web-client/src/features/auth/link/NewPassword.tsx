/** The link of a forgotten password: sets a new one, which can be shown while it is typed. */
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { resetPassword } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { useForm } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { PasswordField } from '@/ui/password-field/PasswordField';
import { Switch } from '@/ui/switch/Switch';
import styles from '../AuthLayout.module.css';
import { askForSession, isDeadLink, type LinkProps } from './link-calls';

export function NewPassword({ token, onDone, onDead }: LinkProps) {
  const client = useClient();
  const text = useText();
  const [everything, setEverything] = useState(false);
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      try {
        await resetPassword({
          client: httpOf(client),
          body: {
            token,
            password: String(fields.get('password')),
            ...(everything ? { everything } : {}),
          },
          throwOnError: true,
        });
      } catch (thrown) {
        if (!isDeadLink(thrown)) throw thrown;
        onDead();
        return;
      }
      await askForSession(client);
      await onDone();
    },
  });
  return (
    <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
      {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
      <PasswordField
        label={text('auth.newPassword')}
        hint={text('auth.password.hint')}
        autoComplete="new-password"
        autoFocus
      />
      <Switch label={text('credentials.everything.blind')} isSelected={everything} onChange={setEverything} />
      <Button type="submit" variant="primary" wide isPending={form.pending}>
        <T id="link.reset.submit" />
      </Button>
    </Form>
  );
}
