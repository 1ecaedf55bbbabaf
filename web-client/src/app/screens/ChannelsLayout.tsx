/**
 * The frame of everything below /channels and /dm: which parts of the window there are for this address. Features meet here
 * and in the screens beside this file, nowhere else.
 */
import { Outlet, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useSession } from '@/api/use-session';
import { type ChannelAction, ChannelList, ChannelListSkeleton } from '@/features/channels';
import { ConnectionBanner } from '@/features/connection';
import { InboxButton, InboxDialog } from '@/features/inbox';
import { MemberList } from '@/features/members';
import { NotificationDialog } from '@/features/notifications';
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
import { GuildMenu, GuildRail, useGuildRead } from '@/features/spaces';
import { useText, withLaterTexts } from '@/i18n';
import { ShortcutsDialog } from '@/keyboard';
import { useEscape } from '@/keyboard/escape-stack';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { PersonMenu } from '@/people/PersonMenu';
import { lostDrafts } from '@/store/lost-drafts';
import { notificationWindow, showNotificationSettings } from '@/store/notification-window';
import { isGroup, usePrivateChannel } from '@/store/private-selectors';
import { profileCard } from '@/store/profile-card';
import { visit } from '@/store/recent-places';
import { useGuild, useGuilds, useLastKnown } from '@/store/selectors';
import { onDemand } from '@/ui/on-demand/on-demand';

const EmailBanner = lazy(
  withLaterTexts(async () => ({
    default: (await import('@/features/settings/account/EmailBanner')).EmailBanner,
  })),
);

const LostDrafts = lazy(
  withLaterTexts(async () => ({ default: (await import('@/features/composer/LostDrafts')).LostDrafts })),
);

const directPanels = withLaterTexts(() => import('./DirectPanels'));
const DirectList = lazy(async () => ({ default: (await directPanels()).DirectList }));
const DirectWindows = lazy(async () => ({ default: (await directPanels()).DirectWindows }));
const DirectPeople = lazy(async () => ({ default: (await directPanels()).DirectPeople }));
const QuickSwitcher = onDemand(withLaterTexts(async () => (await import('./QuickSwitcher')).QuickSwitcher));

export function ChannelsLayout() {
  const { guildId, channelId } = useParams({ strict: false });
  const text = useText();
  const isDirect = useLocation({ select: ({ pathname }) => /^\/dm\b/.test(pathname) });
  const group = isGroup(usePrivateChannel(isDirect ? channelId : undefined));
  const guild = useGuild(guildId);
  const { panel } = useSearch({ strict: false });
  const layout = useLayout();
  const membersOpen = useStore(membersPanel, (state) => state.open);
  const [shortcuts, setShortcuts] = useState(false);
  const [inbox, setInbox] = useState(false);
  const [switcher, setSwitcher] = useState(false);
  const profile = useStore(profileCard, (state) => state.shown);
  useShellKeys(() => setShortcuts(true));
  useGuildKeys(guildId);
  const markRead = useGuildRead(guildId);
  useShortcuts({
    'guild.read': markRead,
    'inbox.open': () => setInbox(true),
    'switcher.open': () => setSwitcher(true),
  });
  useEffect(() => {
    if (channelId !== undefined) visit(channelId);
  }, [channelId]);

  const shown: PanelName =
    channelId === undefined ? 'channels' : panel === 'members' ? 'members' : 'conversation';
  const isBefore = useLastKnown() !== null;
  const withMembers =
    !isBefore &&
    channelId !== undefined &&
    (guildId !== undefined || group) &&
    (layout === 'desktop' ? membersOpen : panel === 'members');

  const membersLabel = text(isDirect ? 'shell.people' : 'shell.members');

  const navigate = useNavigate();
  const closePanel = () => {
    if (channelId === undefined) return;
    if (guildId === undefined) void navigate({ to: '/dm/$channelId', params: { channelId }, replace: true });
    else
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
        title={guild?.name ?? text(isDirect ? 'shell.direct' : 'shell.rail')}
        rail={
          <GuildRail
            current={guildId}
            isDirect={isDirect}
            inbox={<InboxButton onOpen={() => setInbox(true)} />}
          />
        }
        channels={
          isDirect ? (
            <Suspense fallback={<ChannelListSkeleton />}>
              <DirectList current={channelId} />
            </Suspense>
          ) : (
            guildId !== undefined && <GuildPanel guildId={guildId} channelId={channelId} />
          )
        }
        channelsLabel={text(isDirect ? 'shell.direct' : 'shell.channels')}
        person={
          <PersonPanel
            guildId={guildId}
            status={<OwnStatus />}
            onSwitcher={() => setSwitcher(true)}
            onShortcuts={() => setShortcuts(true)}
          />
        }
        banner={<Banners channelId={channelId} />}
        conversation={<Outlet />}
        members={
          withMembers && channelId !== undefined ? (
            <>
              {layout !== 'desktop' && <PanelHeader title={membersLabel} onClose={closePanel} />}
              {guildId === undefined ? (
                <Suspense fallback={null}>
                  <DirectPeople channelId={channelId} />
                </Suspense>
              ) : (
                <MemberList guildId={guildId} channelId={channelId} />
              )}
            </>
          ) : undefined
        }
        membersLabel={membersLabel}
      />
      {isDirect && (
        <Suspense fallback={null}>
          <DirectWindows />
        </Suspense>
      )}
      <ProfileCard isOpen={profile !== null} shown={profile} asSheet={layout === 'phone'} />
      <PersonMenu />
      <InboxDialog isOpen={inbox} onClose={() => setInbox(false)} />
      <NotificationWindow />
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
function Banners({ channelId }: { channelId: string | undefined }) {
  const { user } = useSession();
  const hasLost = useStore(lostDrafts, ({ found }) => found.length > 0);
  return (
    <>
      <ConnectionBanner />
      {user?.verified === false && (
        <Suspense fallback={null}>
          <EmailBanner />
        </Suspense>
      )}
      {hasLost && (
        <Suspense fallback={null}>
          <LostDrafts channelId={channelId} />
        </Suspense>
      )}
    </>
  );
}

/** What one wants to hear of a place. While the window fades, the last place stays in it. */
function NotificationWindow() {
  const placeId = useStore(notificationWindow, (state) => state.placeId);
  const [last, setLast] = useState(placeId);
  if (placeId !== null && placeId !== last) setLast(placeId);
  return (
    <NotificationDialog
      isOpen={placeId !== null}
      placeId={last}
      onClose={() => showNotificationSettings(null)}
    />
  );
}

interface GuildPanelProps {
  guildId: string;
  channelId: string | undefined;
}

function GuildPanel({ guildId, channelId }: GuildPanelProps) {
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
