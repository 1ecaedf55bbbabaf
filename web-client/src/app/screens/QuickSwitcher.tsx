/** The quick switcher with everything it can open or do; the features meet only here. */
import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, Keyboard, Palette, Settings } from 'lucide-react';
import { useMemo } from 'react';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { type Action, Switcher } from '@/features/switcher';
import { changeSettings, markChannelRead, markGuildRead } from '@/gateway';
import { openDm } from '@/gateway/dms';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { appearance, THEMES } from '@/lib/appearance';
import { useNamedDms } from '@/store/dms/selectors';
import { unreadOf as unreadIn } from '@/store/read-states/selectors';
import { STATUS_CHOICES } from '@/store/users/own-status';
import { useWhenOnline } from '@/ui/offline/offline';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import { showToast } from '@/ui/toast/toast';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  /** The channel that is open. */
  here: string | undefined;
  onShortcuts: () => void;
}

const unreadOf = (client: Client, channelId: string) => unreadIn(client.store.getState(), channelId);

export function QuickSwitcher({ isOpen, onClose, here, onShortcuts }: Props) {
  const client = useClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const open = (guildId: string, channelId: string) =>
    void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId } });
  const openChat = (channelId: string) => void navigate({ to: '/dm/$channelId', params: { channelId } });
  return (
    <Switcher
      isOpen={isOpen}
      onClose={onClose}
      here={here}
      dms={useNamedDms()}
      unreadOf={(channelId) => unreadOf(client, channelId)}
      actions={useActions(onShortcuts)}
      onChannel={open}
      onGuild={(guildId) => void navigate({ to: '/channels/$guildId', params: { guildId } })}
      onDm={openChat}
      onUser={(userId) =>
        attempt(async () => {
          openChat(await openDm(client, [userId]));
        })
      }
    />
  );
}

function useActions(onShortcuts: () => void): readonly Action[] {
  const client = useClient();
  const text = useText();
  const navigate = useNavigate();
  const attempt = useAttempt();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is done is the same whenever it is done
  return useMemo(
    () => [
      {
        id: 'settings',
        name: text('switcher.action.settings'),
        icon: <Settings />,
        run: () => void navigate({ to: '/settings' }),
      },
      {
        id: 'shortcuts',
        name: text('switcher.action.shortcuts'),
        icon: <Keyboard />,
        run: onShortcuts,
      },
      {
        id: 'read-all',
        name: text('switcher.action.readAll'),
        icon: <CheckCheck />,
        run: () =>
          attempt(async () => {
            await readAll(client);
            showToast({ text: text('switcher.readAll.done') });
          }),
      },
      ...STATUS_CHOICES.map((status) => ({
        id: `presence-${status}`,
        name: text('switcher.action.presence', { status: text(`presence.${status}`) }),
        icon: <PresenceDot status={status === 'invisible' ? 'offline' : status} />,
        run: () => attempt(() => changeSettings(client, { status })),
      })),
      ...THEMES.map((theme) => ({
        id: `theme-${theme}`,
        name: text('switcher.action.theme', { theme: text(`settings.theme.${theme}`) }),
        icon: <Palette />,
        run: () => appearance.setState({ theme }),
      })),
    ],
    [text('switcher.title')],
  );
}

async function readAll(client: Client): Promise<void> {
  const { guildOrder, dms } = client.store.getState();
  for (const channelId of Object.keys(dms)) markChannelRead(client, channelId);
  for (const guildId of guildOrder) await markGuildRead(client, guildId);
}

/** Runs the action, and shows a toast if it fails. */
function useAttempt(): (work: () => Promise<void>) => void {
  const failureText = useFailureText();
  return useWhenOnline()(
    (work: () => Promise<void>) =>
      void work().catch((thrown: unknown) => showToast({ text: failureText(thrown) })),
  );
}
