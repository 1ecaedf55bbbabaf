/** Sign in with e-mail and password. */
import { Link } from '@tanstack/react-router';
import { Form } from 'react-aria-components/Form';
import { signIn } from '@/api/session';
import { T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { textOf } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { TextField } from '@/ui/text-field/TextField';
import { AuthLayout } from './AuthLayout';
import styles from './AuthLayout.module.css';
import { PasswordField } from './PasswordField';
import { useAuthForm, useInstance } from './use-auth-form';

interface Props {
  /** The code of the invite one came with, to be used afterwards. */
  invite?: string;
  onDone: () => Promise<void>;
}

export function SignIn({ invite, onDone }: Props) {
  const text = useText();
  const { name } = useInstance();
  const form = useAuthForm(async (fields) => {
    await signIn({ email: textOf(fields, 'email'), password: String(fields.get('password')) });
    await onDone();
  });

  return (
    <AuthLayout title={<T id="auth.signIn.title" />} words={<T id="auth.signIn.words" values={{ name }} />}>
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
        <Button type="submit" variant="primary" wide isPending={form.pending}>
          <T id="auth.signIn.submit" />
        </Button>
      </Form>
      <p className={styles.other}>
        <T id="auth.signIn.noAccount" />{' '}
        <Link to="/register" search={{ invite }}>
          <T id="auth.signIn.toRegister" />
        </Link>
      </p>
    </AuthLayout>
  );
}
