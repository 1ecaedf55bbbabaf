/** A new account. The very first one of an installation runs it, and is told so. */
import { Link } from '@tanstack/react-router';
import { Form } from 'react-aria-components/Form';
import { register } from '@/api/session';
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
  invite?: string;
  onDone: () => Promise<void>;
}

export function Register({ invite, onDone }: Props) {
  const { name, registration, firstRun } = useInstance();
  const refused =
    registration === 'closed'
      ? 'auth.register.closed'
      : registration === 'invite' && invite === undefined && !firstRun
        ? 'auth.register.inviteOnly'
        : undefined;

  return (
    <AuthLayout
      title={<T id="auth.register.title" />}
      words={<T id="auth.register.words" values={{ name }} />}
    >
      {firstRun && (
        <Notice tone="calm">
          <T id="auth.register.first" />
        </Notice>
      )}
      {refused === undefined ? (
        <RegisterForm invite={invite} onDone={onDone} />
      ) : (
        <Notice tone="calm">
          <T id={refused} />
        </Notice>
      )}
      <p className={styles.other}>
        <T id="auth.register.haveAccount" />{' '}
        <Link to="/login" search={{ invite }}>
          <T id="auth.register.toSignIn" />
        </Link>
      </p>
    </AuthLayout>
  );
}

function RegisterForm({ invite, onDone }: Props) {
  const text = useText();
  const form = useAuthForm(async (fields) => {
    const displayName = textOf(fields, 'display_name');
    await register({
      email: textOf(fields, 'email'),
      username: textOf(fields, 'username').toLowerCase(),
      password: String(fields.get('password')),
      ...(displayName === '' ? {} : { display_name: displayName }),
      ...(invite === undefined ? {} : { invite }),
    });
    await onDone();
  });

  return (
    <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
      {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
      <TextField
        name="email"
        type="email"
        label={text('auth.email')}
        autoComplete="email"
        isRequired
        autoFocus
      />
      <TextField
        name="display_name"
        label={text('auth.displayName')}
        hint={text('auth.displayName.hint')}
        autoComplete="name"
        maxLength={32}
      />
      <TextField
        name="username"
        label={text('auth.username')}
        hint={text('auth.username.hint')}
        autoComplete="username"
        spellCheck="false"
        validate={(value) => (/^[a-z0-9_.]{2,32}$/i.test(value.trim()) ? null : text('error.field.username'))}
        isRequired
      />
      <PasswordField autoComplete="new-password" hint={text('auth.password.hint')} />
      <Button type="submit" variant="primary" wide isPending={form.pending}>
        <T id="auth.register.submit" />
      </Button>
    </Form>
  );
}
