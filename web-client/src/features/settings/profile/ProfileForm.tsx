/** The public profile: names, status, bio. Only changes are sent. */
import { type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { type CurrentUser, type UpdateCurrentUser, updateCurrentUser } from '@/api';
import { httpOf } from '@/api/http';
import { storeUser } from '@/api/session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { textOf, useForm } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';
import styles from '../Settings.module.css';

const BIO_MOST = 190;
const STATUS_MOST = 128;

/** An empty field is no value. */
const orNone = (value: string): string | null => (value === '' ? null : value);

/** The fields that differ from the stored profile. */
function changesOf(me: CurrentUser, fields: FormData): UpdateCurrentUser {
  const username = textOf(fields, 'username').toLowerCase();
  const wanted = {
    global_name: orNone(textOf(fields, 'global_name')),
    custom_status: orNone(textOf(fields, 'custom_status')),
    bio: orNone(textOf(fields, 'bio')),
  };
  return {
    ...(wanted.global_name !== me.global_name && { global_name: wanted.global_name }),
    ...(username !== me.username && { username }),
    ...(wanted.custom_status !== me.chatspace.custom_status && { custom_status: wanted.custom_status }),
    ...(wanted.bio !== orNone(me.bio) && { bio: wanted.bio }),
  };
}

export function ProfileForm({ me }: { me: CurrentUser }) {
  const client = useClient();
  const text = useText();
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const body = changesOf(me, fields);
      if (Object.keys(body).length > 0) {
        const { data } = await updateCurrentUser({ client: httpOf(client), body, throwOnError: true });
        storeUser(client, data);
      }
      showToast({ text: text('common.saved') });
    },
  });
  return (
    <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
      {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
      <TextField
        name="global_name"
        label={text('settings.account.name')}
        hint={text('settings.account.name.hint')}
        defaultValue={me.global_name ?? ''}
        maxLength={32}
        autoComplete="name"
      />
      <TextField
        name="username"
        label={text('auth.username')}
        hint={text('settings.profile.username.hint')}
        defaultValue={me.username}
        autoComplete="username"
        spellCheck="false"
        validate={(value) => (/^[a-z0-9_.]{2,32}$/i.test(value.trim()) ? null : text('error.field.username'))}
        isRequired
      />
      <CountedField
        name="custom_status"
        label={text('settings.profile.status')}
        hint={text('settings.profile.status.hint')}
        known={me.chatspace.custom_status ?? ''}
        most={STATUS_MOST}
      />
      <CountedField name="bio" label={text('settings.profile.bio')} known={me.bio} most={BIO_MOST} rows={4} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isPending={form.pending}>
          <T id="common.save" />
        </Button>
      </div>
    </Form>
  );
}

interface CountedProps {
  name: string;
  label: string;
  hint?: ReactNode;
  known: string;
  /** In code points, as the server counts. */
  most: number;
  rows?: number;
}

/** A text field with a counter. The text may exceed the limit while it is edited. */
function CountedField({ name, label, hint, known, most, rows }: CountedProps) {
  const text = useText();
  const [value, setValue] = useState(known);
  const left = most - [...value.trim()].length;
  const count =
    left < 0 ? text('composer.tooLong', { count: -left }) : text('composer.counter', { count: left });
  return (
    <TextField
      name={name}
      label={label}
      hint={
        <>
          {hint !== undefined && <>{hint} · </>}
          {count}
        </>
      }
      value={value}
      onChange={setValue}
      rows={rows}
      validate={() => (left < 0 ? count : null)}
    />
  );
}
