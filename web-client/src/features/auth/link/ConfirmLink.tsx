/** The one button of a link. */
import { useState } from 'react';
import { T } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Notice } from '@/ui/notice/Notice';
import styles from '../AuthLayout.module.css';
import { type ConfirmedKind, confirmLink, isDeadLink, type LinkProps } from './link-calls';

export function ConfirmLink({ kind, token, onDone, onDead }: LinkProps & { kind: ConfirmedKind }) {
  const failureText = useFailureText();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();

  const confirm = async () => {
    setPending(true);
    setFailure(undefined);
    try {
      await confirmLink[kind](token);
      await onDone();
    } catch (thrown) {
      if (isDeadLink(thrown)) onDead();
      else setFailure(failureText(thrown));
    } finally {
      setPending(false);
    }
  };

  return (
    <div className={styles.actions}>
      {failure !== undefined && <Notice tone="danger">{failure}</Notice>}
      <Button
        variant={kind === 'revert' ? 'danger' : 'primary'}
        wide
        autoFocus
        isPending={pending}
        onPress={() => void confirm()}
      >
        <T id={`link.${kind}.submit`} />
      </Button>
    </div>
  );
}
