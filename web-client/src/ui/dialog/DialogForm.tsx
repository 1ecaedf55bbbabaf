/** The common form dialog: problems above, fields, one submit button. */
import type { FormEvent, ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useText } from '@/i18n';
import { Button } from '../button/Button';
import { Notice } from '../notice/Notice';
import { DialogActions, DialogBody } from './Dialog';
import styles from './Dialog.module.css';

interface FormState {
  pending: boolean;
  problems: Record<string, string>;
  failure: string | undefined;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

interface Props {
  form: FormState;
  action: string;
  onCancel: () => void;
  children: ReactNode;
}

export function DialogForm({ form, action, onCancel, children }: Props) {
  const text = useText();
  return (
    <Form className={styles.form} onSubmit={form.onSubmit} validationErrors={form.problems}>
      <DialogBody>
        {form.failure !== undefined && <Notice tone="danger">{form.failure}</Notice>}
        {children}
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onCancel}>
          {text('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" isPending={form.pending}>
          {action}
        </Button>
      </DialogActions>
    </Form>
  );
}
