/** The one button of a link page. */
import { useClient } from '@/client/context';
import { T } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import styles from '../AuthLayout.module.css';
import { type ConfirmedKind, confirmLink, isDeadLink, type LinkProps } from './link-calls';

export function ConfirmLink({ kind, token, onDone, onDead }: LinkProps & { kind: ConfirmedKind }) {
  const client = useClient();
  const confirm = useAction({
    failureOf: useFailureText(),
    work: async () => {
      try {
        await confirmLink[kind](client, token);
      } catch (thrown) {
        if (!isDeadLink(thrown)) throw thrown;
        onDead();
        return;
      }
      await onDone();
    },
  });
  return (
    <div className={styles.actions}>
      {confirm.failure !== undefined && <Notice tone="danger">{confirm.failure}</Notice>}
      <Button
        variant={kind === 'revert' ? 'danger' : 'primary'}
        wide
        autoFocus
        isPending={confirm.pending}
        onPress={confirm.run}
      >
        <T id={`link.${kind}.submit`} />
      </Button>
    </div>
  );
}
