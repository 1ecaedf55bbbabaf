/** The header of a DM or group: its name and actions. */
import type { ReactNode } from 'react';
import { useClient } from '@/client/context';
import { T, useFormats, useText } from '@/i18n';
import { classes } from '@/lib/classes';
import { isGroup, partnerOf, useDmName, useIsBlocked, useRecipients } from '@/store/dms/selectors';
import { type DmEntity, isGone, useCustomStatus, usePresence, useUser } from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import shared from '@/ui/shared.module.css';
import { useUserTrigger } from '@/users/use-user-trigger';
import { DmAvatar } from './DmAvatar';
import { DmMenu } from './DmMenu';
import styles from './Dms.module.css';

interface Props {
  channel: DmEntity;
  /** Before the name: the way back on a phone. */
  back?: ReactNode;
  actions?: ReactNode;
}

export function DmHeader({ channel, back, actions }: Props) {
  const client = useClient();
  const text = useText();
  const name = useDmName(channel.id);
  const partner = partnerOf(channel);
  const context = useUserTrigger(partner ?? '', undefined);
  return (
    <header className={shared.bar}>
      {back}
      {partner === undefined ? (
        <DmAvatar channel={channel} />
      ) : (
        <button
          type="button"
          className={styles.profile}
          aria-haspopup="dialog"
          {...context}
          aria-label={text('dms.profileOf', { name })}
          onClick={(event) =>
            showProfile(client, { userId: partner, guildId: undefined, beside: event.currentTarget })
          }
        >
          <DmAvatar channel={channel} />
        </button>
      )}
      <div className={classes(shared.names, styles.headings)}>
        <h1 className={styles.heading}>{name}</h1>
        {isGroup(channel) ? <Group channel={channel} /> : <Partner userId={partner} />}
      </div>
      <div className={shared.barActions}>
        {actions}
        <DmMenu channel={channel} />
      </div>
    </header>
  );
}

/** The names of the recipients, unless they are already the group's name. */
function Group({ channel }: { channel: DmEntity }) {
  const users = useRecipients(channel.id);
  const { formatList } = useFormats();
  const names = formatList(users.map(({ name }) => name));
  const count = users.length + 1;
  return (
    <p className={styles.under} title={names}>
      {channel.name === null || channel.name === '' || names === '' ? (
        <T id="dms.count" values={{ count }} />
      ) : (
        names
      )}
    </p>
  );
}

function Partner({ userId }: { userId: string | undefined }) {
  const user = useUser(userId);
  const status = usePresence(userId);
  const saying = useCustomStatus(userId);
  const isBlocked = useIsBlocked(userId);
  if (user === undefined || isGone(user)) return null;
  if (isBlocked) {
    return (
      <p className={styles.underHeading}>
        <T id="dms.blocked" />
      </p>
    );
  }
  const words = status !== 'offline' && saying !== '' ? saying : undefined;
  return (
    <p className={styles.underHeading} title={words} aria-hidden={words === undefined || undefined}>
      {words ?? <T id={`presence.${status}`} />}
    </p>
  );
}
