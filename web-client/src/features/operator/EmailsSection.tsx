/**
 * The latest emails and whether they were sent. For undeliverable ones the operator can reveal the link once, after
 * confirming their password, and pass it on another way.
 */
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, Clock, MailCheck, MailX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Email, type EmailState, revealEmailLink } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { listEmailsOptions, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { type MessageId, T, useFormats, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { useAction } from '@/ui/form/use-action';
import { Loaded } from '@/ui/loaded/Loaded';
import { Notice } from '@/ui/notice/Notice';
import { Tag } from '@/ui/tag/Tag';
import { CopyField } from './CopyField';
import styles from './Operator.module.css';

const REFRESH_MS = 10_000;

const KINDS: Record<string, MessageId> = {
  register: 'operator.email.register',
  verify: 'operator.email.verify',
  email: 'operator.email.email',
  revert: 'operator.email.revert',
  reset: 'operator.email.reset',
};

type Look = { tone: 'plain' | 'accent' | 'warning' | 'danger'; icon: ReactNode };
const LOOKS: Record<EmailState, Look> = {
  waiting: { tone: 'plain', icon: <Clock aria-hidden="true" /> },
  sent: { tone: 'accent', icon: <MailCheck aria-hidden="true" /> },
  failed: { tone: 'danger', icon: <CircleAlert aria-hidden="true" /> },
  unsent: { tone: 'warning', icon: <MailX aria-hidden="true" /> },
};

export function EmailsSection() {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const emails = useQuery(
    { ...listEmailsOptions({ client: httpOf(client) }), refetchInterval: REFRESH_MS },
    queryClient(client),
  );
  return (
    <Card title="operator.emails" id="operator-emails" words={<T id="operator.emails.words" />}>
      <Loaded
        query={emails}
        failureOf={failureText}
        empty={<EmptyState level={3} icon={<MailCheck />} title={text('operator.emails.none')} />}
      >
        {(data) => (
          <ul className={styles.list} aria-labelledby="operator-emails">
            {data.map((email) => (
              <EmailRow key={email.id} email={email} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function EmailRow({ email: { id, kind, to, created_at: at, state, has_link: hasLink } }: { email: Email }) {
  const text = useText();
  const { formatDate } = useFormats();
  const { tone, icon } = LOOKS[state];
  return (
    <li className={styles.mail}>
      <div className={styles.mailTop}>
        <div className={styles.who}>
          <p className={styles.name}>{text(KINDS[kind] ?? 'operator.email.other')}</p>
          <p className={styles.small}>
            <span className={styles.email}>{to}</span>
            <time dateTime={at}>{formatDate(at, { dateStyle: 'medium', timeStyle: 'short' })}</time>
          </p>
        </div>
        <Tag tone={tone} icon={icon}>
          <T id={`operator.email.state.${state}`} />
        </Tag>
      </div>
      <RevealedLink id={id} to={to} hasLink={hasLink} />
    </li>
  );
}

/** The link is not stored elsewhere: it is lost when the row is closed. */
function RevealedLink({ id, to, hasLink }: { id: string; to: string; hasLink: boolean }) {
  const client = useClient();
  const text = useText();
  const failureOf = useFailureText();
  const [url, setUrl] = useState<string>();
  const reveal = useAction({
    failureOf,
    work: async () => {
      const revealed = await withFreshAuthentication(client, () =>
        revealEmailLink({ client: httpOf(client), path: { email_id: id }, throwOnError: true }),
      );
      if (revealed !== undefined) setUrl(revealed.data.url);
    },
  });
  if (url !== undefined)
    return (
      <>
        <CopyField label={text('operator.email.link', { to })} value={url} autoFocus />
        <p className={styles.small}>
          <T id="operator.email.revealed" />
        </p>
      </>
    );
  if (!hasLink) return null;
  return (
    <>
      {reveal.failure !== undefined && <Notice tone="danger">{reveal.failure}</Notice>}
      <div>
        <Button
          size="small"
          isPending={reveal.pending}
          aria-label={text('operator.email.reveal.label', { to })}
          onPress={reveal.run}
        >
          <T id="operator.email.reveal" />
        </Button>
      </div>
    </>
  );
}
