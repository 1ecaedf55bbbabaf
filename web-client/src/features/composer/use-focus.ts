/** When the field of the composer takes the focus. */
import { type RefObject, useEffect } from 'react';
import { useComposerState } from '@/store/composer/composer-state';

/** Focus comes to the field when the channel opens and nothing else has it, and when a message is to be answered. */
export function useFocus(channelId: string, field: RefObject<HTMLTextAreaElement | null>): void {
  const target = useComposerState(channelId, (composer) => composer.replyTo);
  useEffect(() => {
    const precise = globalThis.matchMedia?.('(pointer: fine)').matches;
    if (precise && (document.activeElement === null || document.activeElement === document.body)) {
      field.current?.focus();
    }
  }, [field]);
  useEffect(() => {
    if (target === null) return;
    // The menu that chose the reply gives its focus back first.
    const timer = setTimeout(() => field.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, [target, field]);
}
