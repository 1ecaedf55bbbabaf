/**
 * The frame of everything below /channels: which parts of the window there are for this address. Features meet here
 * and in the screens beside this file, nowhere else.
 */
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useSession } from '@/api/use-session';
import { type ChannelAction, ChannelList, ChannelListSkeleton } from '@/features/channels';
import { ConnectionBanner } from '@/features/connection';
import { MemberList } from '@/features/members';
import { OwnStatus } from '@/features/presence';
import { ProfileCard } from '@/features/profile';
import {
  membersPanel,
  PanelHeader,
  type PanelName,
  PersonPanel,
  Shell,
  useLayout,
  useShellKeys,
} from '@/features/shell';
import { GuildDirectory, GuildMenu, GuildRail } from '@/features/spaces';
import { useText, withLaterTexts } from '@/i18n';
import { ShortcutsDialog } from '@/keyboard';
import { useEscape } from '@/keyboard/escape-stack';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { profileCard } from '@/store/profile-card';
import { visit } from '@/store/recent-places';
import { useGuild, useGuilds } from '@/store/selectors';
import { onDemand } from '@/ui/on-demand/on-demand';

const EmailBanner = lazy(
  withLaterTexts(async () => ({
    default: (await import('@/features/settings/account/EmailBanner')).EmailBanner,
  })),
);

const QuickSwitcher = onDemand(withLaterTexts(async () => (await import('./QuickSwitcher')).QuickSwitcher));

export function ChannelsLayout() {
  const { guildId, channelId } = useParams({ strict: false });
  const text = useText();
  const guild = useGuild(guildId);
  const { panel } = useSearch({ strict: false });
  const layout = useLayout();
  const membersOpen = useStore(membersPanel, (state) => state.open);
  const [shortcuts, setShortcuts] = useState(false);
  const [switcher, setSwitcher] = useState(false);
  const profile = useStore(profileCard, (state) => state.shown);
  useShellKeys(() => setShortcuts(true));
  useShortcuts({ 'switcher.open': () => setSwitcher(true) });
  useGuildKeys(guildId);
  useEffect(() => {
    if (channelId !== undefined) visit(channelId);
  }, [channelId]);

  const shown: PanelName =
    channelId === undefined ? 'channels' : panel === 'members' ? 'members' : 'conversation';
  const withMembers = channelId !== undefined && (layout === 'desktop' ? membersOpen : panel === 'members');

  const navigate = useNavigate();
  const closePanel = () => {
    if (guildId === undefined || channelId === undefined) return;
    void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId }, replace: true });
  };
  useEscape('panel', () => {
    if (panel === undefined || layout === 'desktop') return false;
    closePanel();
    return true;
  });

  return (
    <>
      <Shell
        shown={shown}
        title={guild?.name ?? text('shell.rail')}
        rail={<GuildRail current={guildId} />}
        channels={
          guildId === undefined ? <GuildDirectory /> : <GuildPanel guildId={guildId} channelId={channelId} />
        }
        person={
          <PersonPanel
            guildId={guildId}
            status={<OwnStatus />}
            onSwitcher={() => setSwitcher(true)}
            onShortcuts={() => setShortcuts(true)}
          />
        }
        banner={<Banners />}
        conversation={<Outlet />}
        members={
          withMembers && guildId !== undefined && channelId !== undefined ? (
            <>
              {layout !== 'desktop' && <PanelHeader title={text('shell.members')} onClose={closePanel} />}
              <MemberList guildId={guildId} channelId={channelId} />
            </>
          ) : undefined
        }
      />
      <ProfileCard isOpen={profile !== null} shown={profile} asSheet={layout === 'phone'} />
      <QuickSwitcher
        isOpen={switcher}
        onClose={() => setSwitcher(false)}
        here={channelId}
        onShortcuts={() => setShortcuts(true)}
      />
      <ShortcutsDialog isOpen={shortcuts} onClose={() => setShortcuts(false)} />
    </>
  );
}

/** What is said above the conversation. Most people have confirmed their address and need no code for it. */
function Banners() {
  const { user } = useSession();
  return (
    <>
      <ConnectionBanner />
      {user?.verified === false && (
        <Suspense fallback={null}>
          <EmailBanner />
        </Suspense>
      )}
    </>
  );
}

function GuildPanel({ guildId, channelId }: { guildId: string; channelId: string | undefined }) {
  const guild = useGuild(guildId);
  const [action, setAction] = useState<ChannelAction>();
  if (guild === undefined) return <ChannelListSkeleton />;
  return (
    <>
      <GuildMenu
        guild={guild}
        onCreateChannel={() => setAction({ kind: 'create', parentId: null })}
        onCreateCategory={() => setAction({ kind: 'create-category' })}
      />
      <ChannelList guildId={guildId} current={channelId} action={action} onAction={setAction} />
    </>
  );
}

/** Ctrl+Alt and the arrows: through the guilds, going round at the ends. */
function useGuildKeys(current: string | undefined): void {
  const navigate = useNavigate();
  const ids = useGuilds().map(({ id }) => id);
  const go = (by: 1 | -1) => {
    const at = current === undefined ? (by === 1 ? -1 : 0) : ids.indexOf(current);
    const guildId = ids[(at + by + ids.length) % ids.length];
    if (guildId !== undefined) void navigate({ to: '/channels/$guildId', params: { guildId } });
  };
  useShortcuts({ 'guild.previous': () => go(-1), 'guild.next': () => go(1) });
}
