/**
 * The frame of everything below /channels and /dm: which parts of the window there are for this address. Features meet here
 * and in the screens beside this file, nowhere else.
 */
import { Outlet, useLocation, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useClient } from '@/client/context';
import { FeaturesContext } from '@/extensions/feature';
import { ChannelListSkeleton } from '@/features/channels';
import { GuildRail, useGuildRead } from '@/features/guilds';
import { InboxButton } from '@/features/inbox';
import { OwnStatus } from '@/features/presence';
import { features } from '@/features/registry';
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
  const isDm = useLocation({ select: ({ pathname }) => /^\/dm\b/.test(pathname) });
  const guild = useGuild(guildId);
  const members = useMembersPanel(isDm);
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

  const besides: PanelName = members.isAddressed ? 'members' : 'main';
  const membersLabel = text(isDm ? 'shell.recipients' : 'shell.members');
  return (
    <FeaturesContext value={features}>
      <Shell
        shown={channelId === undefined ? 'channels' : besides}
        title={guild?.name ?? text(isDm ? 'shell.dms' : 'shell.rail')}
        rail={
          <GuildRail
            current={guildId}
            isDm={isDm}
            inbox={<InboxButton onOpen={() => setOpened('inbox')} />}
          />
        }
        channels={<Channels isDm={isDm} guildId={guildId} channelId={channelId} />}
        channelsLabel={text(isDm ? 'shell.dms' : 'shell.channels')}
        person={
          <UserPanel
            guildId={guildId}
            status={<OwnStatus />}
            onSwitcher={() => setOpened('switcher')}
            onShortcuts={() => setOpened('shortcuts')}
          />
        }
        banner={<Banners channelId={channelId} />}
        main={<Outlet />}
        members={
          members.isShown && channelId !== undefined ? (
            <Members guildId={guildId} channelId={channelId} title={membersLabel} onClose={members.close} />
          ) : undefined
        }
        membersLabel={membersLabel}
      />
      {isDm && (
        <Suspense fallback={null}>
          <DmWindows />
        </Suspense>
      )}
      <Windows opened={opened} onOpen={setOpened} here={channelId} />
    </FeaturesContext>
  );
}

interface ChannelsProps {
  isDm: boolean;
  guildId: string | undefined;
  channelId: string | undefined;
}

function Channels({ isDm, guildId, channelId }: ChannelsProps) {
  if (!isDm) return guildId === undefined ? null : <GuildPanel guildId={guildId} channelId={channelId} />;
  return (
    <Suspense fallback={<ChannelListSkeleton />}>
      <DmList current={channelId} />
    </Suspense>
  );
}
