/** Sign in with email and password, and with a code if the account requires one. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { ApiError, Code } from '@/api/errors';
import { signIn } from '@/api/session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { textOf } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { PasswordField } from '@/ui/password-field/PasswordField';
import { TextField } from '@/ui/text-field/TextField';
import { AuthLayout } from './AuthLayout';
import styles from './AuthLayout.module.css';
import { type Credentials, SecondFactor } from './SecondFactor';
import { useAuthForm, useInstance } from './use-auth-form';

interface Props {
  /** The code of the pending invite, to be accepted after signing in. */
  invite?: string;
  onDone: () => Promise<void>;
}

export function SignIn({ invite, onDone }: Props) {
  const { name } = useInstance();
  const [halfway, setHalfway] = useState<Credentials>();
  if (halfway !== undefined) {
    return <SecondFactor credentials={halfway} onDone={onDone} onBack={() => setHalfway(undefined)} />;
  }
  return (
    <AuthLayout title={<T id="auth.signIn.title" />} words={<T id="auth.signIn.words" values={{ name }} />}>
      <SignInForm onDone={onDone} onHalfway={setHalfway} />
      <p className={styles.other}>
        <T id="auth.signIn.noAccount" />{' '}
        <Link to="/register" search={{ invite }}>
          <T id="auth.signIn.toRegister" />
        </Link>
      </p>
    </AuthLayout>
  );
}

interface FormProps {
  onDone: () => Promise<void>;
  /** The password is right, and a code is required. */
  onHalfway: (credentials: Credentials) => void;
}

function SignInForm({ onDone, onHalfway }: FormProps) {
  const client = useClient();
  const text = useText();
  const form = useAuthForm(async (fields) => {
    const credentials = { email: textOf(fields, 'email'), password: String(fields.get('password')) };
    try {
      await signIn(client, credentials);
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || thrown.code !== Code.secondFactorNeeded) throw thrown;
      onHalfway(credentials);
      return;
    }
    await onDone();
  });
  return (
    <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
      {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
      <TextField
        name="email"
        type="email"
        label={text('auth.email')}
        autoComplete="username"
        isRequired
        autoFocus
      />
      <PasswordField autoComplete="current-password" />
      <p className={styles.forgot}>
        <Link to="/forgot">
          <T id="auth.forgot" />
        </Link>
      </p>
      <Button type="submit" variant="primary" wide isPending={form.pending}>
        <T id="auth.signIn.submit" />
      </Button>
    </Form>
  );
}
