/**
 * The tokens of one line of a message. `backend/src/kernel/grammar/mod.rs` describes the grammar; the server reads the
 * same one, and both are tested with the cases beside it.
 */
import { addressAt } from './addresses';
import type { MentionKind, TimeStyle } from './nodes';
import { around, charAt, isWord, type Source } from './source';

/** What stands between fences. */
export interface CodeText {
  value: string;
  /** As the fence names it; empty without a name. */
  language: string;
}

export type Token = { from: number; to: number } & (
  | { type: 'text' | 'newline' | 'bracket' }
  | { type: 'escape' }
  | { type: 'run'; sign: '*' | '_' | '~' | '|' }
  | { type: 'code'; value: string }
  | ({ type: 'block' } & CodeText)
  | { type: 'time'; at: number; style: TimeStyle }
  | { type: 'mention'; kind: MentionKind; id: string }
  /** `end` is where the address ends before its closing punctuation was cut off. */
  | { type: 'url'; url: string; end: number }
);

const MENTION = /<(@[!&]?|#)([1-9]\d{0,18})>/y;
const TIME = /<t:(-?\d{1,12})(?::([tTdDfFR]))?>/y;
const GREATEST_ID = '9223372036854775807';
const ANGLED = /<((?:https?:\/\/|mailto:)[^\s<>]+)>/iy;
const ALL = /@(?:everyone|here)/y;
const PLAIN = /(?:[^\\`<@*_~|[\]()\nhwm]|h(?!ttps?:)|w(?!ww\.)|m(?!ailto:))+/iy;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const LANGUAGE = /^[\w+\-.#]*$/;
/** Its backslash is an arm. */
const SHRUG = '\\_(ツ)_/';

/** The token that begins here. `lineStart` is whether only blanks stand before it on its line. */
export function tokenAt(source: Source, at: number, lineStart: boolean): Token {
  const { text } = source;
  source.steps += 1;
  const char = text[at] ?? '';
  switch (char) {
    case '\n':
      return { type: 'newline', from: at, to: at + 1 };
    case '\\':
      return escaped(text, at);
    case '`':
      return code(source, at, lineStart);
    case '*':
    case '_':
    case '~':
    case '|':
      return { type: 'run', sign: char, from: at, to: source.runEnd(char, at) };
    case '[':
    case ']':
      return { type: 'bracket', from: at, to: at + 1 };
    case '<':
      return angled(source, at) ?? textOf(at, at + 1);
    case '@':
      return all(source, at) ?? textOf(at, at + 1);
    default:
      return address(source, at) ?? textOf(at, plainEnd(source, at));
  }
}

function address(source: Source, from: number): Token | null {
  const found = addressAt(source, from);
  return found === null ? null : { type: 'url', from, ...found };
}

const textOf = (from: number, to: number): Token => ({ type: 'text', from, to });

const plainEnd = (source: Source, at: number): number => {
  const found = source.matches(PLAIN, at);
  return found === null ? at + 1 : at + found[0].length;
};

function escaped(text: string, at: number): Token {
  if (text.startsWith(SHRUG, at)) return textOf(at, at + SHRUG.length);
  return ESCAPABLE.test(text[at + 1] ?? '') ? { type: 'escape', from: at, to: at + 2 } : textOf(at, at + 1);
}

function code(source: Source, from: number, lineStart: boolean): Token {
  const { text } = source;
  const opened = source.runEnd('`', from);
  const count = opened - from;
  const closed = source.closing(count, opened);
  if (closed === null) {
    const isOpenFence = count >= 3 && lineStart && /\n\s*\S/.test(text.slice(opened));
    if (!isOpenFence) return textOf(from, opened);
    return { type: 'block', ...blockOf(text.slice(opened)), from, to: text.length };
  }
  const inner = text.slice(opened, closed.from);
  if (count < 3 || !inner.includes('\n')) return { type: 'code', value: spanOf(inner), from, to: closed.to };
  // The end of the line belongs to the block.
  const to = text[closed.to] === '\n' ? closed.to + 1 : closed.to;
  return { type: 'block', ...blockOf(inner), from, to };
}

/** A language in the first line is not shown; any other word is. */
export function blockOf(inner: string): CodeText {
  const first = inner.slice(0, inner.indexOf('\n'));
  const isLanguage = LANGUAGE.test(first.trim());
  const body = isLanguage ? inner.slice(first.length + 1) : inner;
  return { value: body.replace(/\n {0,3}$/, ''), language: isLanguage ? first.trim().toLowerCase() : '' };
}

/** One blank on either side makes room for a backtick. */
const spanOf = (inner: string): string =>
  inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== '' ? inner.slice(1, -1) : inner;

function angled(source: Source, from: number): Token | null {
  const mention = source.matches(MENTION, from);
  const [whole = '', sign, id = ''] = mention ?? [];
  if (mention !== null && (id.length < GREATEST_ID.length || id <= GREATEST_ID)) {
    const kind = sign === '#' ? 'channel' : sign === '@&' ? 'role' : 'user';
    return { type: 'mention', kind, id, from, to: from + whole.length };
  }
  const time = source.matches(TIME, from);
  if (time !== null) {
    const [marked, at, style = 'f'] = time;
    return { type: 'time', at: Number(at), style: style as TimeStyle, from, to: from + marked.length };
  }
  const link = source.matches(ANGLED, from);
  if (link === null) return null;
  const to = from + link[0].length;
  return { type: 'url', url: link[1] ?? '', from, to, end: to };
}

/** Everyone is meant by a word of its own: not in an e-mail address, a path or a host. */
function all(source: Source, from: number): Token | null {
  const found = source.matches(ALL, from);
  if (found === null) return null;
  const to = from + found[0].length;
  return standsAlone(source.text, from, to)
    ? { type: 'mention', kind: 'everyone', id: found[0], from, to }
    : null;
}

/** Whether `@name` at this place is a mention by what stands around it. */
export function standsAlone(text: string, from: number, to: number): boolean {
  const [before, after] = around(text, from, to);
  if (isWord(before) || before === '/' || before === '@' || isWord(after)) return false;
  return after !== '.' || !isWord(charAt(text, to + 1));
}
