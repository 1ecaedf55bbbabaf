/** One account: who it is, its rights and state in words, when it was last seen. */
import { BadgeCheck, Ban, MailWarning, ShieldCheck, Smartphone } from 'lucide-react';
import type { Account } from '@/api';
import { useClient } from '@/client/context';
import { T, useFormats, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { displayName, useMe } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Tag } from '@/ui/tag/Tag';
import { AccountMenu } from './AccountMenu';
import styles from './Operator.module.css';

export function AccountRow({ account }: { account: Account }) {
  const client = useClient();
  const { user, email } = account;
  const mine = useMe()?.id === user.id;
  const name = displayName(user);
  return (
    <li className={styles.row}>
      <Avatar id={user.id} name={name} src={userAvatar(client, user)} size={40} />
      <div className={styles.who}>
        <p className={styles.name}>
          {name} <span className={styles.username}>@{user.username}</span>
        </p>
        <p className={styles.small}>
          {email !== null && <span className={styles.email}>{email}</span>}
          <LastSeen account={account} />
        </p>
        <Tags account={account} mine={mine} />
      </div>
      {!mine && <AccountMenu account={account} />}
    </li>
  );
}

function Tags({ account, mine }: { account: Account; mine: boolean }) {
  return (
    <p className={styles.tags}>
      {mine && (
        <Tag>
          <T id="members.you" />
        </Tag>
      )}
      {account.disabled && (
        <Tag tone="danger" icon={<Ban aria-hidden="true" />}>
          <T id="operator.tag.disabled" />
        </Tag>
      )}
      {account.operator && (
        <Tag tone="accent" icon={<ShieldCheck aria-hidden="true" />}>
          <T id="operator.tag.operator" />
        </Tag>
      )}
      {account.verified ? (
        <Tag icon={<BadgeCheck aria-hidden="true" />}>
          <T id="operator.tag.verified" />
        </Tag>
      ) : (
        <Tag tone="warning" icon={<MailWarning aria-hidden="true" />}>
          <T id="operator.tag.unverified" />
        </Tag>
      )}
      {account.mfa_enabled && (
        <Tag icon={<Smartphone aria-hidden="true" />}>
          <T id="operator.tag.mfa" />
        </Tag>
      )}
    </p>
  );
}

function LastSeen({ account: { last_seen_at: seen } }: { account: Account }) {
  const text = useText();
  const { formatDate } = useFormats();
  if (seen === null) return <span>{text('operator.seen.never')}</span>;
  const date = formatDate(seen, { dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={seen}>{text('operator.seen', { date })}</time>;
}
