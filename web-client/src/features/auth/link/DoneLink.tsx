/** The result of a link, and where to go next. */
import { CircleCheck } from 'lucide-react';
import { useSession } from '@/api/use-session';
import { T } from '@/i18n';
import type { LinkKind } from '@/lib/link-token';
import { LinkButton } from '@/ui/button/LinkButton';
import styles from '../AuthLayout.module.css';
import { Mailbox } from '../Mailbox';

export function DoneLink({ kind }: { kind: Exclude<LinkKind, 'register'> }) {
  const { status } = useSession();
  return (
    <Mailbox
      icon={<CircleCheck />}
      title={<T id={`link.${kind}.done.title`} />}
      words={<T id={`link.${kind}.done`} />}
    >
      <div className={styles.actions}>
        {kind === 'revert' && (
          <LinkButton to="/forgot" variant="primary" wide>
            <T id="link.reset.submit" />
          </LinkButton>
        )}
        {status === 'signed-in' ? (
          <LinkButton to="/dm" variant="primary" wide>
            <T id="link.toApp" />
          </LinkButton>
        ) : (
          <LinkButton to="/login" variant={kind === 'revert' ? 'soft' : 'primary'} wide>
            <T id="auth.register.toSignIn" />
          </LinkButton>
        )}
      </div>
    </Mailbox>
  );
}
