/** An expired link, or a page without one, and the next step. */
import { MailOpen, Unlink } from 'lucide-react';
import { useSession } from '@/api/use-session';
import { T } from '@/i18n';
import type { LinkKind } from '@/lib/link-token';
import { LinkButton } from '@/ui/button/LinkButton';
import styles from '../AuthLayout.module.css';
import { Mailbox } from '../Mailbox';

export function DeadLink({ kind }: { kind: LinkKind }) {
  return (
    <Mailbox
      icon={<Unlink />}
      title={<T id="link.dead.title" />}
      words={<T id="link.dead.words" />}
      again={kind === 'register' || kind === 'reset' ? undefined : <T id={`link.dead.${kind}`} />}
    >
      <div className={styles.actions}>
        <WayOn kind={kind} />
      </div>
    </Mailbox>
  );
}

/** The page was reloaded: the secret of the link was lost with the previous page. */
export function MissingLink() {
  return (
    <Mailbox icon={<MailOpen />} title={<T id="link.missing.title" />} words={<T id="link.missing.words" />}>
      <LinkButton to="/" variant="soft" wide>
        <T id="app.notFound.home" />
      </LinkButton>
    </Mailbox>
  );
}

function WayOn({ kind }: { kind: LinkKind }) {
  const { status } = useSession();
  if (kind === 'register') {
    return (
      <LinkButton to="/register" variant="primary" wide>
        <T id="link.dead.register" />
      </LinkButton>
    );
  }
  if (kind === 'reset' || kind === 'revert') {
    return (
      <LinkButton to="/forgot" variant="primary" wide>
        <T id={kind === 'reset' ? 'link.dead.reset' : 'link.reset.submit'} />
      </LinkButton>
    );
  }
  if (status === 'signed-in') {
    return (
      <LinkButton to="/settings/$section" params={{ section: 'account' }} variant="primary" wide>
        <T id="link.toSettings" />
      </LinkButton>
    );
  }
  return (
    <LinkButton to="/login" variant="primary" wide>
      <T id="auth.register.toSignIn" />
    </LinkButton>
  );
}
