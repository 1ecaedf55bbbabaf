/**
 * Connects actions of the table to what they do.
 *
 * Shortcuts of the window rest while a dialog or a menu is open, and where someone nearer has already used the key.
 * `matches` is for handlers on an element: `if (matches(event, 'message.reply')) ...`.
 */
import { useEffect, useRef } from 'react';
import { matchKeyBindingPress, parseKeybinding, tinykeys } from 'tinykeys';
import { type ActionId, isMac } from './bindings';
import { keysOf, useCustomKeys } from './custom-keys';

export type Handlers = Partial<Record<ActionId, (event: KeyboardEvent) => void>>;

const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** On a Mac, Option with another key moves the caret or writes a sign. */
const isWriting = (event: KeyboardEvent): boolean =>
  isMac() &&
  event.altKey &&
  !event.ctrlKey &&
  !event.metaKey &&
  event.target instanceof Element &&
  event.target.closest('input, textarea') !== null;

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || isWriting(event)) return true;
  return event.target instanceof Element && event.target.closest(LAYERS) !== null;
}

export function useShortcuts(handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const chosen = useCustomKeys();
  const actions = Object.keys(handlers).sort().join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are those of the choice
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const action of actions.split(' ') as ActionId[]) {
      for (const keys of keysOf(action)) {
        bindings[keys] = (event) => {
          if (isTaken(event)) return;
          event.preventDefault();
          latest.current[action]?.(event);
        };
      }
    }
    return tinykeys(window, bindings);
  }, [actions, chosen]);
}

/** Whether this key press is one of the action's. Takes React's events too. */
export function matches(event: KeyboardEvent | { nativeEvent: KeyboardEvent }, action: ActionId): boolean {
  const native = 'nativeEvent' in event ? event.nativeEvent : event;
  if (native.isComposing) return false;
  return keysOf(action).some((keys) => {
    const [press] = parseKeybinding(keys);
    return press !== undefined && matchKeyBindingPress(native, press);
  });
}
