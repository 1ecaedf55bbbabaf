/**
 * The email address: whether it is confirmed, and changing it, which takes effect once the new address is confirmed.
 */
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { type CurrentUser, changeEmail } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { refreshUser } from '@/api/session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { textOf, useForm } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { TextField } from '@/ui/text-field/TextField';
import styles from '../Settings.module.css';
import { useResend, useSendsMail } from './use-mail';

export function EmailCard({ me }: { me: CurrentUser }) {
  /** False if a change was started and cancelled: the focus returns to where it started. */
  const [changing, setChanging] = useState<boolean>();
  const sendsMail = useSendsMail();
  const email = me.email ?? '';
  const resend = useResend(email);
  const pending = me.chatspace.pending_email;
  return (
    <Card title="settings.email">
      <p className={styles.state}>
        <span className={styles.strong}>{email}</span>
        {me.verified ? (
          <span className={styles.good}>
            <CircleCheck aria-hidden="true" />
            <T id="settings.email.verified" />
          </span>
        ) : (
          <span className={styles.open}>
            <CircleAlert aria-hidden="true" />
            <T id="settings.email.unverified" />
          </span>
        )}
      </p>
      {pending !== null && (
        <Notice tone="calm">
          <T
            id={sendsMail ? 'settings.email.pending' : 'settings.email.pending.noMail'}
            values={{ email: <strong>{pending}</strong> }}
          />
        </Notice>
      )}
      {resend.failure !== undefined && <Notice tone="danger">{resend.failure}</Notice>}
      {changing === true ? (
        <ChangeForm onClose={() => setChanging(false)} />
      ) : (
        <div className={styles.buttons}>
          <Button autoFocus={changing === false} onPress={() => setChanging(true)}>
            <T id="settings.email.change" />
          </Button>
          {!me.verified && sendsMail && (
            <Button variant="quiet" isPending={resend.pending} onPress={resend.run}>
              <T id="settings.email.resend" />
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

function ChangeForm({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const text = useText();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const body = { email: textOf(fields, 'email') };
      const done = await withFreshAuthentication(client, () =>
        changeEmail({ client: httpOf(client), body, throwOnError: true }),
      );
      if (done === undefined) return;
      await refreshUser(client);
      onClose();
    },
  });
  return (
    <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
      {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
      <TextField
        name="email"
        type="email"
        label={text('settings.email.new')}
        hint={text('settings.email.new.hint')}
        autoComplete="email"
        isRequired
        autoFocus
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isPending={form.pending}>
          <T id="settings.email.change" />
        </Button>
        <Button variant="quiet" onPress={onClose}>
          <T id="common.cancel" />
        </Button>
      </div>
    </Form>
  );
}
