/**
 * Registration. While the installation has no operator, the first account becomes one: from the server's own
 * machine without further proof, from another machine with the setup token. If the server sends email, other
 * accounts are confirmed by a link.
 */
import { Link } from '@tanstack/react-router';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { register } from '@/api/session';
import { useClient } from '@/client/context';
import { type MessageId, T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { textOf } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { PasswordField } from '@/ui/password-field/PasswordField';
import { TextField } from '@/ui/text-field/TextField';
import { AuthLayout } from './AuthLayout';
import styles from './AuthLayout.module.css';
import { Mailbox } from './Mailbox';
import { useAuthForm, useInstance } from './use-auth-form';

interface Props {
  invite?: string;
  /** `first`: the new account is the operator. */
  onDone: (first: boolean) => Promise<void>;
}

export function Register({ invite, onDone }: Props) {
  const { name, registration, firstRun, needsSetupToken } = useInstance();
  const [sentTo, setSentTo] = useState<string>();
  if (sentTo !== undefined) return <Pending email={sentTo} onAgain={() => setSentTo(undefined)} />;
  const refused =
    registration === 'closed' && !firstRun
      ? 'auth.register.closed'
      : registration === 'invite' && invite === undefined && !firstRun
        ? 'auth.register.inviteOnly'
        : undefined;

  return (
    <AuthLayout
      title={<T id={firstRun ? 'welcome.title' : 'auth.register.title'} />}
      words={
        firstRun ? (
          <T id={needsSetupToken ? 'welcome.token.words' : 'welcome.words'} />
        ) : (
          <T id="auth.register.words" values={{ name }} />
        )
      }
    >
      {refused === undefined ? (
        <RegisterForm
          invite={invite}
          setup={needsSetupToken ? (registration === 'open' ? 'optional' : 'required') : undefined}
          submit={firstRun && !needsSetupToken ? 'welcome.submit' : 'auth.register.submit'}
          onDone={(setUp) => onDone(setUp || (firstRun && !needsSetupToken))}
          onPending={setSentTo}
        />
      ) : (
        <Notice tone="calm">
          <T id={refused} />
        </Notice>
      )}
      {(!firstRun || needsSetupToken) && (
        <p className={styles.other}>
          <T id="auth.register.haveAccount" />{' '}
          <Link to="/login" search={{ invite }}>
            <T id="auth.register.toSignIn" />
          </Link>
        </p>
      )}
    </AuthLayout>
  );
}

function Pending({ email, onAgain }: { email: string; onAgain: () => void }) {
  return (
    <Mailbox
      icon={<MailCheck />}
      title={<T id="auth.pending.title" />}
      words={<T id="auth.pending.words" values={{ email: <strong>{email}</strong> }} />}
      again={<T id="auth.pending.again" />}
    >
      <Button variant="quiet" wide onPress={onAgain}>
        <T id="auth.pending.wrong" />
      </Button>
    </Mailbox>
  );
}

interface FormProps {
  invite: string | undefined;
  /** Whether the setup token can be given. */
  setup: 'optional' | 'required' | undefined;
  submit: MessageId;
  /** `setUp`: the account becomes the operator by the setup token. */
  onDone: (setUp: boolean) => Promise<void>;
  /** An email with a confirmation link went to this address. */
  onPending: (email: string) => void;
}

function RegisterForm({ invite, setup, submit, onDone, onPending }: FormProps) {
  const client = useClient();
  const text = useText();
  const form = useAuthForm(async (fields) => {
    const displayName = textOf(fields, 'display_name');
    const setupToken = textOf(fields, 'setup_token');
    const sentTo = await register(client, {
      email: textOf(fields, 'email'),
      username: textOf(fields, 'username').toLowerCase(),
      password: String(fields.get('password')),
      ...(displayName === '' ? {} : { display_name: displayName }),
      ...(invite === undefined ? {} : { invite }),
      ...(setupToken === '' ? {} : { setup_token: setupToken }),
    });
    if (sentTo === null) await onDone(setupToken !== '');
    else onPending(sentTo);
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
      {setup !== undefined && (
        <TextField
          name="setup_token"
          label={text('auth.setupToken')}
          hint={text('auth.setupToken.hint')}
          autoComplete="off"
          spellCheck="false"
          maxLength={64}
          isRequired={setup === 'required'}
        />
      )}
      <Button type="submit" variant="primary" wide isPending={form.pending}>
        <T id={submit} />
      </Button>
    </Form>
  );
}
