/** One DM or group in the list. */
import { X } from 'lucide-react';
import { T, useText } from '@/i18n';
import { isGroup, partnerOf, useDmName, useIsBlocked } from '@/store/dms/selectors';
import { useHasDraft } from '@/store/drafts/drafts';
import { type DmEntity, useCustomStatus, useMuted, usePresence, useUnread } from '@/store/selectors';
import { Badge } from '@/ui/badge/Badge';
import { IconButton } from '@/ui/icon-button/IconButton';
import { LinkRow, RowLink } from '@/ui/link-row/LinkRow';
import { useRowMenu } from '@/ui/menu/use-row-menu';
import shared from '@/ui/shared.module.css';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { DraftMark } from '@/users/DraftMark';
import { DmAvatar } from './DmAvatar';
import { DmMenu } from './DmMenu';
import styles from './Dms.module.css';
import { useClose } from './use-close';

interface Props {
  channel: DmEntity;
  isCurrent: boolean;
}

export function DmRow({ channel, isCurrent }: Props) {
  const text = useText();
  const name = useDmName(channel.id);
  const { unread: hasNews, mentions } = useUnread(channel.id);
  const unread = hasNews && !isCurrent;
  const muted = useMuted(channel.id);
  const hasDraft = useHasDraft(channel.id) && !isCurrent;
  const close = useClose(channel);
  const { context, menu } = useRowMenu();
  return (
    <LinkRow
      size="tall"
      isCurrent={isCurrent}
      isUnread={unread}
      isMuted={muted}
      isMenuOpen={menu.isOpen}
      more={
        <>
          <DmMenu channel={channel} size="small" {...menu} />
          <span className={styles.close}>
            <IconButton label={close.named} icon={<X />} size="small" placement="right" onPress={close.run} />
          </span>
        </>
      }
    >
      <RowLink to="/dm/$channelId" params={{ channelId: channel.id }} isCurrent={isCurrent} {...context}>
        <DmAvatar channel={channel} />
        <span className={shared.names}>
          <span className={styles.name}>{name}</span>
          <UnderName channel={channel} />
        </span>
        {hasDraft && <DraftMark />}
        {muted && <VisuallyHidden>, {text('unread.muted')}</VisuallyHidden>}
        {mentions > 0 && !isCurrent && (
          <Badge count={mentions} label={`, ${text('unread.messages', { count: mentions })}`} />
        )}
      </RowLink>
    </LinkRow>
  );
}

/** The custom status of a user, or the member count of a group. */
function UnderName({ channel }: { channel: DmEntity }) {
  const partner = partnerOf(channel);
  const saying = useCustomStatus(partner);
  const here = usePresence(partner) !== 'offline';
  const blocked = useIsBlocked(partner);
  if (isGroup(channel)) {
    return (
      <span className={styles.under}>
        <T id="dms.count" values={{ count: channel.recipientIds.length + 1 }} />
      </span>
    );
  }
  if (blocked) {
    return (
      <span className={styles.under}>
        <T id="dms.blocked" />
      </span>
    );
  }
  return saying !== '' && here ? <span className={styles.under}>{saying}</span> : null;
}
