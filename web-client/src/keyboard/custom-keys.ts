/**
 * The keys of each action on this device: those of the table, unless the user has chosen others. The choice is stored
 * on the device, because keyboards differ; unreadable parts of it are ignored.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type ActionId, actions, BINDINGS, isMac, type Scope, shownKeys } from './bindings';

type Chosen = Partial<Record<ActionId, readonly string[]>>;

const KEY = 'chatspace.keys';
const SEQUENCE = /^((Control|Alt|Shift|Meta)\+){0,4}[A-Z][A-Za-z0-9]{1,24}$/;

/** Their meaning is bound to the key itself: Enter, Esc, and the arrows that move. */
const FIXED: ReadonlySet<ActionId> = new Set([
  'escape',
  'composer.send',
  'composer.newline',
  'composer.editLast',
  'log.move',
  'log.ends',
  'log.page',
  'message.actions',
]);

export const isRebindable = (action: ActionId): boolean => !FIXED.has(action);

function stored(): Chosen {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof found !== 'object' || found === null) return {};
    const chosen = Object.entries(found as Record<string, unknown>).flatMap(([action, keys]) => {
      // Actions of features are known later.
      if (!isRebindable(action as ActionId) || !Array.isArray(keys)) return [];
      const good = keys.filter((one) => typeof one === 'string' && SEQUENCE.test(one));
      return good.length === keys.length ? [[action, good]] : [];
    });
    return Object.fromEntries(chosen);
  } catch {
    return {};
  }
}

export const customKeys = createStore<{ chosen: Chosen }>(() => ({ chosen: stored() }));

customKeys.subscribe(({ chosen }) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
});

export const keysOf = (action: ActionId): readonly string[] =>
  customKeys.getState().chosen[action] ?? BINDINGS[action].keys;

/** Draws anew when the keys of any action change. */
export const useCustomKeys = (): Chosen => useStore(customKeys, ({ chosen }) => chosen);

/** The first sequence of an action in one word, for tooltips and menus. */
export function shownShortcut(action: ActionId): string {
  const [first] = keysOf(action);
  return first === undefined ? '' : shownKeys(first).join('+');
}

const written = (sequence: string): string => sequence.replace('$mod', isMac() ? 'Meta' : 'Control');

const MODIFIERS = ['Control', 'Alt', 'Shift', 'Meta'] as const;

/** The pressed keys in the table's notation; null while only modifiers are down. */
export function sequenceOf(event: KeyboardEvent): string | null {
  if (/^(Control|Alt|Shift|Meta|OS)(Left|Right)?$/.test(event.code) || !SEQUENCE.test(event.code))
    return null;
  return [...MODIFIERS.filter((one) => event.getModifierState(one)), event.code].join('+');
}

export type Problem = 'needsModifier' | 'reserved';

/** Keys that leave or press the focused element everywhere. */
const RESERVED = /^((Shift\+)?(Tab|Enter|NumpadEnter|Space|Escape)|((Control|Meta)\+)Key[CVXZA])$/;
const FUNCTION_KEY = /^F\d{1,2}$/;
const MOVING_KEY = /^(Arrow\w+|Home|End|PageUp|PageDown|Backspace|Delete)$/;

/** Why these keys cannot be assigned. Keys that insert a character or move the caret must not act during typing. */
export function problemOf(sequence: string, scope: Scope): Problem | null {
  if (RESERVED.test(sequence)) return 'reserved';
  const parts = sequence.split('+');
  const code = parts.at(-1) ?? '';
  if (MOVING_KEY.test(code) && parts.length === 1 && scope === 'message') {
    return /^(Backspace|Delete)$/.test(code) ? null : 'reserved';
  }
  const isHeld = parts.some((one) => one === 'Control' || one === 'Alt' || one === 'Meta');
  if (isHeld || FUNCTION_KEY.test(code) || scope === 'message') return null;
  return /^Page(Up|Down)$/.test(code) && parts.length > 1 ? null : 'needsModifier';
}

/** The action that has these keys already, where both could be meant. */
export function conflictOf(sequence: string, action: ActionId): ActionId | null {
  const { scope } = BINDINGS[action];
  const meets = (other: Scope) => other === scope || other === 'everywhere' || scope === 'everywhere';
  const has = (other: ActionId) => keysOf(other).some((one) => written(one) === sequence);
  return actions().find((other) => other !== action && meets(BINDINGS[other].scope) && has(other)) ?? null;
}

/** These keys alone are the action's from now on, and no longer those of the one that had them. */
export function rebind(action: ActionId, sequence: string): void {
  const taken = conflictOf(sequence, action);
  const { chosen } = customKeys.getState();
  const left =
    taken === null
      ? {}
      : {
          [taken]: keysOf(taken)
            .map(written)
            .filter((one) => one !== sequence),
        };
  customKeys.setState({ chosen: { ...chosen, ...left, [action]: [sequence] } });
}

/** Restores an action's default keys; the action that had taken them loses them. */
export function resetKeys(action: ActionId): void {
  const { [action]: _, ...rest } = customKeys.getState().chosen;
  const own = BINDINGS[action].keys.map(written);
  const others = (Object.entries(rest) as [ActionId, readonly string[]][]).map(([other, keys]) => {
    const meets = own.some((sequence) => keys.includes(sequence) && conflictOf(sequence, action) === other);
    return [other, meets ? keys.filter((one) => !own.includes(one)) : keys];
  });
  customKeys.setState({ chosen: Object.fromEntries(others) });
}

export const resetAllKeys = (): void => customKeys.setState({ chosen: {} });
