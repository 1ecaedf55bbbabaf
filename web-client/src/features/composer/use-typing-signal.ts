/** Tells the channel that the person is typing: at most once in eight seconds, and again right after sending. */
import { useRef } from 'react';
import { sendTyping } from '@/gateway';

const EVERY_MS = 8_000;

export function useTypingSignal(channelId: string): { typed: () => void; sent: () => void } {
  const last = useRef(0);
  return {
    typed: () => {
      if (Date.now() - last.current < EVERY_MS) return;
      last.current = Date.now();
      sendTyping(channelId);
    },
    sent: () => {
      last.current = 0;
    },
  };
}
