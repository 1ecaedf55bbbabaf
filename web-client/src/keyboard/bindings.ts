/**
 * Every shortcut, in one table: what the shortcuts dialog shows and what the listeners obey.
 *
 * Keys are named by position (`KeyboardEvent.code`), so that they work on a Cyrillic layout. `$mod` is Ctrl, or Cmd on
 * a Mac. Keys without a modifier belong to scope "message" only: they are never active while text is being typed.
 */
import type { MessageId } from '@/i18n';

export type Scope = 'everywhere' | 'composer' | 'log' | 'message';

export interface Binding {
  scope: Scope;
  label: MessageId;
  /** Sequences in the notation of tinykeys; any of them does it. */
  keys: readonly string[];
}

const table = {
  'switcher.open': { scope: 'everywhere', label: 'shortcuts.switcher', keys: ['$mod+KeyK'] },
  'shortcuts.open': { scope: 'everywhere', label: 'shortcuts.open', keys: ['$mod+Slash'] },
  'channel.previous': { scope: 'everywhere', label: 'shortcuts.channel.previous', keys: ['Alt+ArrowUp'] },
  'channel.next': { scope: 'everywhere', label: 'shortcuts.channel.next', keys: ['Alt+ArrowDown'] },
  'unread.previous': { scope: 'everywhere', label: 'shortcuts.unread.previous', keys: ['Alt+Shift+ArrowUp'] },
  'unread.next': { scope: 'everywhere', label: 'shortcuts.unread.next', keys: ['Alt+Shift+ArrowDown'] },
  'mention.previous': {
    scope: 'everywhere',
    label: 'shortcuts.mention.previous',
    keys: ['Control+Alt+Shift+ArrowUp'],
  },
  'mention.next': {
    scope: 'everywhere',
    label: 'shortcuts.mention.next',
    keys: ['Control+Alt+Shift+ArrowDown'],
  },
  'visited.back': { scope: 'everywhere', label: 'shortcuts.visited.back', keys: ['Alt+ArrowLeft'] },
  'visited.forward': { scope: 'everywhere', label: 'shortcuts.visited.forward', keys: ['Alt+ArrowRight'] },
  'unread.first': { scope: 'everywhere', label: 'shortcuts.unread.first', keys: ['Shift+PageUp'] },
  'guild.previous': { scope: 'everywhere', label: 'shortcuts.guild.previous', keys: ['Control+Alt+ArrowUp'] },
  'guild.next': { scope: 'everywhere', label: 'shortcuts.guild.next', keys: ['Control+Alt+ArrowDown'] },
  'region.next': { scope: 'everywhere', label: 'shortcuts.region.next', keys: ['F6', 'Control+F6'] },
  'region.previous': {
    scope: 'everywhere',
    label: 'shortcuts.region.previous',
    keys: ['Shift+F6', 'Control+Shift+F6'],
  },
  'region.rail': { scope: 'everywhere', label: 'shortcuts.region.rail', keys: ['Control+Digit1'] },
  'region.channels': { scope: 'everywhere', label: 'shortcuts.region.channels', keys: ['Control+Digit2'] },
  'region.log': { scope: 'everywhere', label: 'shortcuts.region.log', keys: ['Control+Digit3'] },
  'region.composer': { scope: 'everywhere', label: 'shortcuts.region.composer', keys: ['Control+Digit4'] },
  'region.members': { scope: 'everywhere', label: 'shortcuts.region.members', keys: ['Control+Digit5'] },
  'guild.read': { scope: 'everywhere', label: 'shortcuts.guild.read', keys: ['Shift+Escape'] },
  'inbox.open': { scope: 'everywhere', label: 'shortcuts.inbox.open', keys: ['$mod+KeyI'] },
  'members.toggle': { scope: 'everywhere', label: 'shortcuts.members.toggle', keys: ['$mod+KeyU'] },
  escape: { scope: 'everywhere', label: 'shortcuts.escape', keys: ['Escape'] },
  'composer.send': { scope: 'composer', label: 'shortcuts.composer.send', keys: ['Enter', '$mod+Enter'] },
  'composer.newline': { scope: 'composer', label: 'shortcuts.composer.newline', keys: ['Shift+Enter'] },
  'composer.editLast': { scope: 'composer', label: 'shortcuts.composer.editLast', keys: ['ArrowUp'] },
  'composer.bold': { scope: 'composer', label: 'shortcuts.composer.bold', keys: ['$mod+KeyB'] },
  'composer.italic': { scope: 'composer', label: 'shortcuts.composer.italic', keys: ['$mod+KeyI'] },
  'composer.preview': {
    scope: 'composer',
    label: 'shortcuts.composer.preview',
    keys: ['$mod+Shift+KeyP'],
  },
  'composer.strike': { scope: 'composer', label: 'shortcuts.composer.strike', keys: ['$mod+Shift+KeyX'] },
  'log.move': { scope: 'log', label: 'shortcuts.log.move', keys: ['ArrowUp', 'ArrowDown'] },
  'log.ends': { scope: 'log', label: 'shortcuts.log.ends', keys: ['Home', 'End'] },
  'log.page': { scope: 'log', label: 'shortcuts.log.page', keys: ['PageUp', 'PageDown'] },
  'message.actions': {
    scope: 'message',
    label: 'shortcuts.message.actions',
    keys: ['Enter', 'Shift+F10', 'ContextMenu'],
  },
  'message.reply': { scope: 'message', label: 'shortcuts.message.reply', keys: ['KeyR'] },
  'message.edit': { scope: 'message', label: 'shortcuts.message.edit', keys: ['KeyE'] },
  'message.unread': { scope: 'message', label: 'shortcuts.message.unread', keys: ['Alt+Enter'] },
  'message.copy': { scope: 'message', label: 'shortcuts.message.copy', keys: ['KeyC'] },
  'message.delete': { scope: 'message', label: 'shortcuts.message.delete', keys: ['Backspace', 'Delete'] },
} as const satisfies Record<string, Binding>;

/** The actions of features: each declares its own beside its keys. */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it
export interface AddedActions {}

export type ActionId = keyof typeof table | keyof AddedActions;
export type FeatureBindings = Readonly<Partial<Record<keyof AddedActions, Binding>>>;

const bindings: Record<string, Binding> = { ...table };
export const BINDINGS = bindings as Readonly<Record<ActionId, Binding>>;

/** Called once per feature, when the list of features loads. */
export function addBindings(added: FeatureBindings): void {
  Object.assign(bindings, added);
}

export const actions = () => Object.keys(bindings) as ActionId[];
export const SCOPES: readonly Scope[] = ['everywhere', 'composer', 'log', 'message'];

export const isMac = () => /Mac|iP(hone|ad)/.test(globalThis.navigator?.platform ?? '');

const NAMES: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Slash: '/',
  Escape: 'Esc',
  Control: 'Ctrl',
  ContextMenu: 'Menu',
  Minus: '-',
  Equal: '=',
  NumpadAdd: 'Num +',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: '’',
  Backquote: '`',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
};

/** The keys of one sequence as printed on a keyboard: `['Ctrl', '/']`. */
export function shownKeys(sequence: string): string[] {
  return sequence.split('+').map((part) => {
    if (part === '$mod') return isMac() ? '⌘' : 'Ctrl';
    if (part === 'Meta') return isMac() ? '⌘' : 'Win';
    return NAMES[part] ?? part.replace(/^(Key|Digit)/, '');
  });
}
