/** Sends the typing indicator: at most once in eight seconds, and again right after sending. */
import { useRef } from 'react';
import { useClient } from '@/client/context';
import { sendTyping } from '@/gateway';

const EVERY_MS = 8_000;

export function useTypingSignal(channelId: string): { typed: () => void; sent: () => void } {
  const client = useClient();
  const last = useRef(0);
  return {
    typed: () => {
      if (Date.now() - last.current < EVERY_MS) return;
      last.current = Date.now();
      sendTyping(client, channelId);
    },
    sent: () => {
      last.current = 0;
    },
  };
}
