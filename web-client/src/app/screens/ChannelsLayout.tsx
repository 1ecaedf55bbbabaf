/**
 * The frame of everything below /channels and /dm: which parts of the window there are for this address. Features meet here
 * and in the screens beside this file, nowhere else.
 */
import { Outlet, useLocation, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useClient } from '@/client/context';
import { ChannelListSkeleton } from '@/features/channels';
import { GuildRail, useGuildRead } from '@/features/guilds';
import { InboxButton } from '@/features/inbox';
import { OwnStatus } from '@/features/presence';
import { type PanelName, Shell, UserPanel, useShellKeys } from '@/features/shell';
import { useText } from '@/i18n';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { visit } from '@/store/channels/recent';
import { useGuild } from '@/store/selectors';
import { Banners } from './layout/Banners';
import { dmPanels } from './layout/dm-panels';
import { GuildPanel } from './layout/GuildPanel';
import { Members } from './layout/Members';
import { useGuildKeys } from './layout/use-guild-keys';
import { useMembersPanel } from './layout/use-members-panel';
import { type WindowName, Windows } from './layout/Windows';

const DmList = lazy(async () => ({ default: (await dmPanels()).DmList }));
const DmWindows = lazy(async () => ({ default: (await dmPanels()).DmWindows }));

export function ChannelsLayout() {
  const client = useClient();
  const { guildId, channelId } = useParams({ strict: false });
  const text = useText();
  const isDirect = useLocation({ select: ({ pathname }) => /^\/dm\b/.test(pathname) });
  const guild = useGuild(guildId);
  const members = useMembersPanel(isDirect);
  const [opened, setOpened] = useState<WindowName | null>(null);
  useShellKeys(() => setOpened('shortcuts'));
  useGuildKeys(guildId);
  useShortcuts({
    'guild.read': useGuildRead(guildId),
    'inbox.open': () => setOpened('inbox'),
    'switcher.open': () => setOpened('switcher'),
  });
  useEffect(() => {
    if (channelId !== undefined) visit(client, channelId);
  }, [channelId, client]);

  const besides: PanelName = members.isAddressed ? 'members' : 'conversation';
  const membersLabel = text(isDirect ? 'shell.people' : 'shell.members');
  return (
    <>
      <Shell
        shown={channelId === undefined ? 'channels' : besides}
        title={guild?.name ?? text(isDirect ? 'shell.direct' : 'shell.rail')}
        rail={
          <GuildRail
            current={guildId}
            isDirect={isDirect}
            inbox={<InboxButton onOpen={() => setOpened('inbox')} />}
          />
        }
        channels={<Channels isDirect={isDirect} guildId={guildId} channelId={channelId} />}
        channelsLabel={text(isDirect ? 'shell.direct' : 'shell.channels')}
        person={
          <UserPanel
            guildId={guildId}
            status={<OwnStatus />}
            onSwitcher={() => setOpened('switcher')}
            onShortcuts={() => setOpened('shortcuts')}
          />
        }
        banner={<Banners channelId={channelId} />}
        conversation={<Outlet />}
        members={
          members.isShown && channelId !== undefined ? (
            <Members guildId={guildId} channelId={channelId} title={membersLabel} onClose={members.close} />
          ) : undefined
        }
        membersLabel={membersLabel}
      />
      {isDirect && (
        <Suspense fallback={null}>
          <DmWindows />
        </Suspense>
      )}
      <Windows opened={opened} onOpen={setOpened} here={channelId} />
    </>
  );
}

interface ChannelsProps {
  isDirect: boolean;
  guildId: string | undefined;
  channelId: string | undefined;
}

function Channels({ isDirect, guildId, channelId }: ChannelsProps) {
  if (!isDirect) return guildId === undefined ? null : <GuildPanel guildId={guildId} channelId={channelId} />;
  return (
    <Suspense fallback={<ChannelListSkeleton />}>
      <DmList current={channelId} />
    </Suspense>
  );
}
