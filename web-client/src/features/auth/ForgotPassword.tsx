/** Requests a link to set a new password. The confirmation is the same whether or not there is an account. */
import { Link } from '@tanstack/react-router';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { forgotPassword } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { textOf, useForm } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { TextField } from '@/ui/text-field/TextField';
import { AuthLayout } from './AuthLayout';
import styles from './AuthLayout.module.css';
import { Mailbox } from './Mailbox';
import { useInstance } from './use-auth-form';

export function ForgotPassword() {
  const { sendsMail } = useInstance();
  const [sentTo, setSentTo] = useState<string>();
  if (sentTo !== undefined) {
    return (
      <Mailbox
        icon={<MailCheck />}
        title={<T id="auth.forgot.sent.title" />}
        words={<T id="auth.forgot.sent.words" values={{ email: <strong>{sentTo}</strong> }} />}
        again={<T id="auth.forgot.again" />}
      >
        <BackToSignIn />
      </Mailbox>
    );
  }
  return (
    <AuthLayout title={<T id="auth.forgot.title" />} words={sendsMail && <T id="auth.forgot.words" />}>
      {sendsMail ? (
        <ForgotForm onSent={setSentTo} />
      ) : (
        <Notice tone="calm">
          <T id="auth.forgot.noMail" />
        </Notice>
      )}
      <BackToSignIn />
    </AuthLayout>
  );
}

function ForgotForm({ onSent }: { onSent: (email: string) => void }) {
  const client = useClient();
  const text = useText();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const email = textOf(fields, 'email');
      await forgotPassword({ client: httpOf(client), body: { email }, throwOnError: true });
      onSent(email);
    },
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
      <Button type="submit" variant="primary" wide isPending={form.pending}>
        <T id="auth.forgot.submit" />
      </Button>
    </Form>
  );
}

function BackToSignIn() {
  return (
    <p className={styles.other}>
      <Link to="/login">
        <T id="auth.backToSignIn" />
      </Link>
    </p>
  );
}
