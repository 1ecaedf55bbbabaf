/** The palette with all that it can lead to and do: what the features know of each other only here. */
import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, Keyboard, Palette, Settings } from 'lucide-react';
import { useMemo } from 'react';
import { openPrivateChannel } from '@/api/soon-presence';
import { type Action, type Conversation, Switcher, type Unread } from '@/features/switcher';
import { changeSettings } from '@/gateway';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { appearance, THEMES } from '@/lib/appearance';
import { store } from '@/store';
import { STATUS_CHOICES } from '@/store/own-status';
import { markRead } from '@/store/read-state';
import { isUnread } from '@/store/selectors';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import { showToast } from '@/ui/toast/toast';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  /** The channel that is open. */
  here: string | undefined;
  onShortcuts: () => void;
}

const unreadOf = (channelId: string): Unread => ({ unread: isUnread(channelId), mentions: 0 });
const conversations: readonly Conversation[] = [];

export function QuickSwitcher({ isOpen, onClose, here, onShortcuts }: Props) {
  const navigate = useNavigate();
  const attempt = useAttempt();
  const open = (guildId: string, channelId: string) =>
    void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId } });
  return (
    <Switcher
      isOpen={isOpen}
      onClose={onClose}
      here={here}
      conversations={conversations}
      unreadOf={unreadOf}
      actions={useActions(onShortcuts)}
      onChannel={open}
      onGuild={(guildId) => void navigate({ to: '/channels/$guildId', params: { guildId } })}
      onConversation={(channelId) => open('@me', channelId)}
      onPerson={(userId) =>
        attempt(async () => {
          const { data } = await openPrivateChannel({ body: { recipient_id: userId }, throwOnError: true });
          open('@me', data.id);
        })
      }
    />
  );
}

function useActions(onShortcuts: () => void): readonly Action[] {
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
        run: () => {
          readAll();
          showToast({ text: text('switcher.readAll.done') });
        },
      },
      ...STATUS_CHOICES.map((status) => ({
        id: `presence-${status}`,
        name: text('switcher.action.presence', { status: text(`presence.${status}`) }),
        icon: <PresenceDot status={status === 'invisible' ? 'offline' : status} />,
        run: () => attempt(() => changeSettings({ status })),
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

function readAll(): void {
  for (const { id, last_message_id: last } of Object.values(store.getState().channels)) {
    if (typeof last === 'string') markRead(id, last);
  }
}

/** Does it, and says in a corner what failed. */
function useAttempt(): (work: () => Promise<void>) => void {
  const failureText = useFailureText();
  return (work) => void work().catch((thrown: unknown) => showToast({ text: failureText(thrown) }));
}
