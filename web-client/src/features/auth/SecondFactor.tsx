/** The second step of signing in: a code of the app, or one of the recovery codes. */
import { Form } from 'react-aria-components/Form';
import { signIn } from '@/api/session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { textOf, useForm } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { TextField } from '@/ui/text-field/TextField';
import { AuthLayout } from './AuthLayout';
import styles from './AuthLayout.module.css';

export interface Credentials {
  email: string;
  password: string;
}

interface Props {
  credentials: Credentials;
  onDone: () => Promise<void>;
  onBack: () => void;
}

export function SecondFactor({ credentials, onDone, onBack }: Props) {
  const client = useClient();
  const text = useText();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      await signIn(client, { ...credentials, code: textOf(fields, 'code') });
      await onDone();
    },
  });
  return (
    <AuthLayout title={<T id="auth.secondFactor.title" />} words={<T id="auth.secondFactor.words" />}>
      <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
        {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
        <TextField
          name="code"
          label={text('auth.code')}
          hint={text('auth.code.hint')}
          autoComplete="one-time-code"
          spellCheck="false"
          maxLength={64}
          isRequired
          autoFocus
        />
        <Button type="submit" variant="primary" wide isPending={form.pending}>
          <T id="auth.signIn.submit" />
        </Button>
      </Form>
      <Button variant="quiet" wide onPress={onBack}>
        <T id="auth.secondFactor.back" />
      </Button>
    </AuthLayout>
  );
}
