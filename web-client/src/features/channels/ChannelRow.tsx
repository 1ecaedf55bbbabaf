/** One channel in the list. */
import { Hash } from 'lucide-react';
import type { Channel } from '@/api';
import { useText } from '@/i18n';
import { useHasDraft } from '@/store/drafts/drafts';
import { useMuted, useUnread } from '@/store/selectors';
import { Badge } from '@/ui/badge/Badge';
import { LinkRow, RowLink } from '@/ui/link-row/LinkRow';
import { useRowMenu } from '@/ui/menu/use-row-menu';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { DraftMark } from '@/users/DraftMark';
import type { ChannelAction } from './ChannelDialogs';
import styles from './ChannelList.module.css';
import { ItemMenu } from './ItemMenu';
import type { Steps } from './use-step';

interface Props {
  channel: Channel;
  isCurrent: boolean;
  mayManage: boolean;
  steps: Steps;
  onAction: (action: ChannelAction) => void;
}

export function ChannelRow({ channel, isCurrent, mayManage, steps, onAction }: Props) {
  const text = useText();
  const { unread: hasNews, mentions } = useUnread(channel.id);
  const unread = hasNews && !isCurrent;
  const muted = useMuted(channel.id);
  const hasDraft = useHasDraft(channel.id) && !isCurrent;
  const { context, menu } = useRowMenu();
  return (
    <LinkRow
      isCurrent={isCurrent}
      isUnread={unread}
      isMuted={muted}
      isMenuOpen={menu.isOpen}
      more={<ItemMenu channel={channel} mayManage={mayManage} steps={steps} {...menu} onAction={onAction} />}
    >
      <RowLink
        to="/channels/$guildId/$channelId"
        params={{ guildId: channel.guild_id, channelId: channel.id }}
        isCurrent={isCurrent}
        {...context}
      >
        <Hash aria-hidden="true" />
        <span className={styles.name}>{channel.name}</span>
        {unread && <VisuallyHidden>, {text('shell.unread')}</VisuallyHidden>}
        {hasDraft && <DraftMark />}
        {muted && <VisuallyHidden>, {text('unread.muted')}</VisuallyHidden>}
        {mentions > 0 && (
          <Badge count={mentions} label={`, ${text('unread.mentions', { count: mentions })}`} />
        )}
      </RowLink>
    </LinkRow>
  );
}
