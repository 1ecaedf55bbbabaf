/** What Enter does in a field of several lines: it sends, or makes a line where one wants that or types on glass. */
import { behaviour } from '@/lib/behaviour';
import { matches } from './use-shortcuts';

export function enterSends(): boolean {
  const { enter } = behaviour.getState();
  if (enter !== 'auto') return enter === 'send';
  return !(globalThis.matchMedia?.('(pointer: coarse)').matches ?? false);
}

/** Whether this key press sends what is written. With Ctrl or Cmd, Enter always does. */
export function isSend(event: { nativeEvent: KeyboardEvent }): boolean {
  const { ctrlKey, metaKey } = event.nativeEvent;
  return matches(event, 'composer.send') && (ctrlKey || metaKey || enterSends());
}
