/** The window of a feature that is open on a message. */
import type { ReactNode, RefObject } from 'react';
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { closeMessageWindow, useMessageWindow } from '@/extensions/message-window';

const AFTER_CLOSING_MS = 50;

/** Null while none is open. The focus returns to the row, if the button that opened the window is gone. */
export function useOpenedWindow(
  message: Message,
  guildId: string | undefined,
  row: RefObject<HTMLElement | null>,
): ReactNode {
  const client = useClient();
  const draw = useMessageWindow(message.id);
  if (draw === null) return null;
  const onClose = () => {
    closeMessageWindow(client);
    setTimeout(() => document.activeElement === document.body && row.current?.focus(), AFTER_CLOSING_MS);
  };
  return draw({ message, guildId, row, onClose });
}
