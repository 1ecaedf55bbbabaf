/** A DM or group, with the same log and composer as a channel. */
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Users } from 'lucide-react';
import { useStore } from 'zustand';
import { Composer } from '@/features/composer';
import { DmHeader, useDmKeys } from '@/features/dms';
import { NotificationButton } from '@/features/notifications';
import { membersPanel, toggleMembersPanel, useLayout } from '@/features/shell';
import { Timeline } from '@/features/timeline';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { isGroup, useDm, useDmName } from '@/store/dms/selectors';
import type { DmEntity } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';
import { useOffline } from '@/ui/offline/offline';
import { PageTitle } from '@/ui/page-title/PageTitle';
import styles from './ChannelScreen.module.css';
import { FeatureButtons } from './FeatureButtons';
import { Missing } from './Missing';
import { useAddressedMessage } from './use-addressed-message';

const route = getRouteApi('/signed-in/chat/dm/$channelId');

export function DmScreen() {
  const { channelId } = route.useParams();
  const channel = useDm(channelId);
  useDmKeys(channelId);
  if (channel === undefined) return <Missing what="dm" />;
  return <DmView key={channel.id} channel={channel} />;
}

function DmView({ channel }: { channel: DmEntity }) {
  const text = useText();
  const layout = useLayout();
  const name = useDmName(channel.id);
  const offline = useOffline();
  useAddressedMessage(channel.id);
  return (
    <>
      <PageTitle text={`${name} · ChatSpace`} />
      <DmHeader
        channel={channel}
        back={
          layout === 'phone' && (
            <Link to="/dm" className={styles.back} aria-label={text('dms.back')}>
              <ArrowLeft aria-hidden="true" />
            </Link>
          )
        }
        actions={
          <>
            <FeatureButtons channelId={channel.id} />
            <NotificationButton channelId={channel.id} />
            {isGroup(channel) && !offline && <RecipientsButton />}
          </>
        }
      />
      <Timeline guildId={undefined} channelId={channel.id} />
      <Composer guildId={undefined} channelId={channel.id} />
    </>
  );
}

/** Beside the log on a wide screen; over it, with an address of its own, on a smaller one. */
function RecipientsButton() {
  const text = useText();
  const layout = useLayout();
  const navigate = useNavigate();
  const params = route.useParams();
  const { panel } = route.useSearch();
  const beside = useStore(membersPanel, (state) => state.open);
  const open = layout === 'desktop' ? beside : panel === 'members';
  const toggle = () => {
    if (layout === 'desktop') toggleMembersPanel();
    else
      void navigate({
        to: '/dm/$channelId',
        params,
        search: open ? {} : { panel: 'members' },
        replace: open,
      });
  };
  useShortcuts({ 'members.toggle': toggle });
  return (
    <IconButton
      label={text(open ? 'dms.users.hide' : 'dms.users.show')}
      keys={shownShortcut('members.toggle')}
      icon={<Users />}
      aria-pressed={open}
      onPress={toggle}
    />
  );
}
