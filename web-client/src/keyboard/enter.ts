/** What Enter does in a multi-line field: it sends, or breaks the line by preference or on touch keyboards. */
import { behaviour } from '@/lib/behaviour';
import { matches } from './use-shortcuts';

export function enterSends(): boolean {
  const { enter } = behaviour.getState();
  if (enter !== 'auto') return enter === 'send';
  return !(globalThis.matchMedia?.('(pointer: coarse)').matches ?? false);
}

/** Whether this key press sends. With Ctrl or Cmd, Enter always does. */
export function isSend(event: { nativeEvent: KeyboardEvent }): boolean {
  const { ctrlKey, metaKey } = event.nativeEvent;
  return matches(event, 'composer.send') && (ctrlKey || metaKey || enterSends());
}
