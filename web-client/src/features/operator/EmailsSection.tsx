/**
 * The newest letters and whether they left. Of those that did not, the operator reveals the link, once and after showing the
 * password, and passes it on by another way.
 */
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, Clock, MailCheck, MailX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Letter, type LetterState, revealEmailLink } from '@/api';
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
  register: 'operator.letter.register',
  verify: 'operator.letter.verify',
  email: 'operator.letter.email',
  revert: 'operator.letter.revert',
  reset: 'operator.letter.reset',
};

type Look = { tone: 'plain' | 'accent' | 'warning' | 'danger'; icon: ReactNode };
const LOOKS: Record<LetterState, Look> = {
  waiting: { tone: 'plain', icon: <Clock aria-hidden="true" /> },
  sent: { tone: 'accent', icon: <MailCheck aria-hidden="true" /> },
  failed: { tone: 'danger', icon: <CircleAlert aria-hidden="true" /> },
  unsent: { tone: 'warning', icon: <MailX aria-hidden="true" /> },
};

export function EmailsSection() {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const letters = useQuery(
    { ...listEmailsOptions({ client: httpOf(client) }), refetchInterval: REFRESH_MS },
    queryClient(client),
  );
  return (
    <Card title="operator.letters" id="operator-letters" words={<T id="operator.letters.words" />}>
      <Loaded
        query={letters}
        failureOf={failureText}
        empty={<EmptyState level={3} icon={<MailCheck />} title={text('operator.letters.none')} />}
      >
        {(data) => (
          <ul className={styles.list} aria-labelledby="operator-letters">
            {data.map((letter) => (
              <LetterRow key={letter.id} letter={letter} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function LetterRow({
  letter: { id, kind, to, created_at: at, state, has_link: hasLink },
}: {
  letter: Letter;
}) {
  const text = useText();
  const { formatDate } = useFormats();
  const { tone, icon } = LOOKS[state];
  return (
    <li className={styles.letter}>
      <div className={styles.letterTop}>
        <div className={styles.who}>
          <p className={styles.name}>{text(KINDS[kind] ?? 'operator.letter.other')}</p>
          <p className={styles.small}>
            <span className={styles.email}>{to}</span>
            <time dateTime={at}>{formatDate(at, { dateStyle: 'medium', timeStyle: 'short' })}</time>
          </p>
        </div>
        <Tag tone={tone} icon={icon}>
          <T id={`operator.letter.state.${state}`} />
        </Tag>
      </div>
      <LetterLink id={id} to={to} hasLink={hasLink} />
    </li>
  );
}

/** The link is kept nowhere but here: it is gone with the row. */
function LetterLink({ id, to, hasLink }: { id: string; to: string; hasLink: boolean }) {
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
        <CopyField label={text('operator.letter.link', { to })} value={url} autoFocus />
        <p className={styles.small}>
          <T id="operator.letter.revealed" />
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
          aria-label={text('operator.letter.reveal.label', { to })}
          onPress={reveal.run}
        >
          <T id="operator.letter.reveal" />
        </Button>
      </div>
    </>
  );
}
