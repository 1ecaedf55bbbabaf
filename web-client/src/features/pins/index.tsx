/** Pinned messages: an action on messages, and the list behind a button in the channel's header. */
import { Pin, PinOff } from 'lucide-react';
import { toApiError } from '@/api/errors';
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import type { Feature, MessageAction } from '@/extensions/feature';
import { openMessageWindow } from '@/extensions/message-window';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { isOrdinary } from '@/store/messages/kinds';
import { MOST_PINS, setPinned } from '@/store/messages/pins';
import { onDemand } from '@/ui/on-demand/on-demand';
import { showToast } from '@/ui/toast/toast';
import { PinsButton } from './PinsButton';
import { useMayPin } from './use-may-pin';

declare module '@/keyboard/bindings' {
  interface AddedActions {
    'message.pin': true;
  }
}

const TOO_MANY_PINS = 30003;

const loadUnpin = async () => (await import('./UnpinDialog')).UnpinDialog;
const UnpinDialog = onDemand(loadUnpin);

function useActions(message: Message): readonly MessageAction[] {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const mayPin = useMayPin(message.channel_id);
  if (!mayPin || !isOrdinary(message)) return [];
  const pin = () =>
    void setPinned(client, message, true).catch((thrown: unknown) => {
      const isTooMany = toApiError(thrown).code === TOO_MANY_PINS;
      showToast({ text: isTooMany ? text('timeline.pins.full', { count: MOST_PINS }) : failureText(thrown) });
    });
  const askToUnpin = () =>
    openMessageWindow(client, message.id, ({ onClose }) => (
      <UnpinDialog isOpen message={message} onClose={onClose} />
    ));
  return [
    {
      id: 'pin',
      group: 'main',
      text: text(message.pinned ? 'timeline.unpin' : 'timeline.pin'),
      icon: message.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />,
      shortcut: 'message.pin',
      needsConnection: true,
      opensDialog: message.pinned,
      prepare: () => void loadUnpin().catch(() => undefined),
      run: message.pinned ? askToUnpin : pin,
    },
  ];
}

export const pinFeature: Feature = {
  id: 'pins',
  keys: { 'message.pin': { scope: 'message', label: 'shortcuts.message.pin', keys: ['KeyP'] } },
  useActions,
  InHeader: PinsButton,
};
