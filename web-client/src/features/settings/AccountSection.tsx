/** Who one is: the name others see can be changed, the rest is shown. */
import { Form } from 'react-aria-components/Form';
import { updateCurrentUser } from '@/api';
import { useSession } from '@/api/use-session';
import { T, useText } from '@/i18n';
import { useFormFailures } from '@/i18n/failures';
import { userAvatar } from '@/lib/images';
import { displayName, useMe } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { textOf, useForm } from '@/ui/form/use-form';
import { Notice } from '@/ui/notice/Notice';
import { TextField } from '@/ui/text-field/TextField';
import { showToast } from '@/ui/toast/toast';
import styles from './Settings.module.css';

export function AccountSection() {
  const text = useText();
  const { user } = useSession();
  const me = useMe() ?? user;
  const form = useForm({
    ...useFormFailures(),
    submit: async (fields) => {
      const name = textOf(fields, 'global_name');
      await updateCurrentUser({ body: { global_name: name === '' ? null : name }, throwOnError: true });
      showToast({ text: text('common.saved') });
    },
  });
  if (me === null) return null;
  return (
    <>
      <div className={styles.person}>
        <Avatar id={me.id} name={displayName(me)} src={userAvatar(me)} size={64} />
        <div className={styles.names}>
          <div className={styles.name}>{displayName(me)}</div>
          <div className={styles.words}>@{me.username}</div>
          {me.email !== null && <div className={styles.words}>{me.email}</div>}
        </div>
      </div>
      <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
        {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
        <div className={styles.inline}>
          <TextField
            key={me.global_name}
            name="global_name"
            label={text('settings.account.name')}
            hint={text('settings.account.name.hint')}
            defaultValue={me.global_name ?? ''}
            maxLength={32}
            autoComplete="name"
          />
          <Button type="submit" variant="primary" isPending={form.pending}>
            <T id="common.save" />
          </Button>
        </div>
      </Form>
    </>
  );
}
