/** A channel: its header, log and composer. */
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, UserPlus, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Channel } from '@/api';
import { useClient } from '@/client/context';
import { ChannelHeader, rememberChannel, useChannelKeys } from '@/features/channels';
import { Composer } from '@/features/composer';
import { InviteDialog } from '@/features/guilds';
import { NotificationButton } from '@/features/notifications';
import { membersPanel, toggleMembersPanel, useLayout } from '@/features/shell';
import { Timeline } from '@/features/timeline';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { type GuildEntity, useCan, useChannel, useGuild } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';
import { useOffline, useWhenOnline } from '@/ui/offline/offline';
import { PageTitle } from '@/ui/page-title/PageTitle';
import styles from './ChannelScreen.module.css';
import { FeatureButtons } from './FeatureButtons';
import { Missing } from './Missing';
import { useAddressedMessage } from './use-addressed-message';

const route = getRouteApi('/signed-in/chat/channels/$guildId/$channelId');

export function ChannelScreen() {
  const client = useClient();
  const { guildId, channelId } = route.useParams();
  const guild = useGuild(guildId);
  const channel = useChannel(channelId);

  useEffect(() => {
    if (channel !== undefined) rememberChannel(client, guildId, channel.id);
  }, [client, guildId, channel]);

  if (guild === undefined) return <Missing what="guild" />;
  if (channel === undefined || channel.guild_id !== guildId) return <Missing what="channel" />;
  return <ChannelView key={channel.id} guild={guild} channel={channel} />;
}

function ChannelView({ guild, channel }: { guild: GuildEntity; channel: Channel }) {
  const text = useText();
  const layout = useLayout();
  const [inviting, setInviting] = useState(false);
  const offline = useOffline();
  const mayInvite = useCan(channel.id, 'createInvite');
  const members = useMembersToggle();
  useAddressedMessage(channel.id);
  useChannelKeys(guild.id, channel.id);
  useShortcuts({ 'members.toggle': useWhenOnline()(members.toggle) });

  return (
    <>
      <PageTitle text={`#${channel.name} · ${guild.name}`} />
      <ChannelHeader
        channel={channel}
        back={
          layout === 'phone' && (
            <Link
              to="/channels/$guildId"
              params={{ guildId: guild.id }}
              className={styles.back}
              aria-label={text('shell.back')}
            >
              <ArrowLeft aria-hidden="true" />
            </Link>
          )
        }
        actions={
          <>
            {mayInvite && (
              <IconButton
                label={text('guild.invite')}
                icon={<UserPlus />}
                onPress={() => setInviting(true)}
              />
            )}
            <FeatureButtons channelId={channel.id} />
            <NotificationButton channelId={channel.id} />
            {!offline && (
              <IconButton
                label={text(members.open ? 'shell.members.hide' : 'shell.members.show')}
                keys={shownShortcut('members.toggle')}
                icon={<Users />}
                aria-pressed={members.open}
                onPress={members.toggle}
              />
            )}
          </>
        }
      />
      <Timeline guildId={guild.id} channelId={channel.id} />
      <Composer guildId={guild.id} channelId={channel.id} />
      <InviteDialog
        guild={guild}
        channelId={channel.id}
        isOpen={inviting}
        onClose={() => setInviting(false)}
      />
    </>
  );
}

/** Beside the log on a wide screen; over it, with an address of its own, on a smaller one. */
function useMembersToggle(): { open: boolean; toggle: () => void } {
  const layout = useLayout();
  const navigate = useNavigate();
  const params = route.useParams();
  const { panel } = route.useSearch();
  const beside = useStore(membersPanel, (state) => state.open);
  if (layout === 'desktop') return { open: beside, toggle: toggleMembersPanel };
  const open = panel === 'members';
  return {
    open,
    toggle: () =>
      void navigate({
        to: '/channels/$guildId/$channelId',
        params,
        search: open ? {} : { panel: 'members' },
        replace: open,
      }),
  };
}
