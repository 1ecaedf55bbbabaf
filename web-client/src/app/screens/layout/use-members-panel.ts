/** Whether the member list is open: by preference on a wide screen, by the address on a smaller one. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useStore } from 'zustand';
import { membersPanel, useLayout } from '@/features/shell';
import { useEscape } from '@/keyboard/escape-stack';
import { isGroup, useDm } from '@/store/dms/selectors';
import { useLastKnown } from '@/store/selectors';

interface MembersPanel {
  isShown: boolean;
  /** The address asks for it. */
  isAddressed: boolean;
  close: () => void;
}

export function useMembersPanel(isDm: boolean): MembersPanel {
  const { guildId, channelId } = useParams({ strict: false });
  const { panel } = useSearch({ strict: false });
  const layout = useLayout();
  const navigate = useNavigate();
  const isBeside = useStore(membersPanel, (state) => state.open);
  const group = isGroup(useDm(isDm ? channelId : undefined));
  const isLive = useLastKnown() === null;
  const isAddressed = panel === 'members';
  const close = () => {
    if (channelId === undefined) return;
    if (guildId === undefined) void navigate({ to: '/dm/$channelId', params: { channelId }, replace: true });
    else
      void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId }, replace: true });
  };
  useEscape('panel', () => {
    if (panel === undefined || layout === 'desktop') return false;
    close();
    return true;
  });
  const isShown =
    isLive &&
    channelId !== undefined &&
    (guildId !== undefined || group) &&
    (layout === 'desktop' ? isBeside : isAddressed);
  return { isShown, isAddressed, close };
}
