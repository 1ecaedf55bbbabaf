/**
 * The lines of a message: code blocks, quotes, and lines of tokens. A quote holds its text without its marks, to be
 * scanned in turn.
 */
import { Source } from './source';
import { blockOf, type Token, tokenAt } from './tokens';

export const MAX_DEPTH = 16;

export interface Line {
  type: 'line';
  from: number;
  to: number;
  /** Where its text begins, behind blanks and marker. */
  start: number;
  indent: number;
  /** `#`s of a heading, or the marker of a list item; empty for text. */
  marker: string;
  tokens: Token[];
}

export interface Quote {
  type: 'quote';
  from: number;
  to: number;
  /** The marks removed from each line. */
  marks: string[];
  text: string;
}

export interface CodeBlock {
  type: 'block';
  from: number;
  to: number;
  indent: number;
  value: string;
  language: string;
  /** It follows text on its line. */
  inLine: boolean;
}

export type Piece = Line | Quote | CodeBlock;

const QUOTE_START = / {0,3}>+ +[^ \n]/y;
const QUOTE_NEXT = / {0,3}>+(?=[ \n]|$)/y;
const QUOTE_MARK = / {0,3}> ?/y;
const TILDES = / {0,3}(~{3,})([^\n]*)\n/y;
const MARKER = /([ \t]*)(#{1,6}|[-*+]|\d{1,9}[.)])[ \t]+(?=[^ \t\n])/y;
const BLANKS = /[ \t]*/y;

export function scan(source: Source): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < source.text.length) {
    const piece = tildes(source, at) ?? quote(source, at);
    if (piece === null) at = line(source, at, pieces);
    else {
      pieces.push(piece);
      at = piece.to;
    }
  }
  return pieces;
}

const endOfLine = (source: Source, at: number): number => {
  const end = source.text.indexOf('\n', at);
  const to = end === -1 ? source.text.length : end + 1;
  source.steps += to - at;
  return to;
};

/** A block between lines of tildes; one that is not closed goes on to the end. */
function tildes(source: Source, from: number): CodeBlock | null {
  const opening = source.matches(TILDES, from);
  if (opening === null) return null;
  const [whole, marks = '', language = ''] = opening;
  const closing = new RegExp(` {0,3}~{${marks.length},}[ \\t]*(?:\\n|$)`, 'y');
  const start = from + whole.length;
  let at = start;
  while (at < source.text.length && source.matches(closing, at) === null) at = endOfLine(source, at);
  const to = at < source.text.length ? at + (source.matches(closing, at)?.[0].length ?? 0) : at;
  const code = blockOf(`${language}\n${source.text.slice(start, at)}`);
  return { type: 'block', from, to, indent: 0, ...code, inLine: false };
}

/** All lines that are quoted together. */
function quote(source: Source, from: number): Quote | null {
  if (source.matches(QUOTE_START, from) === null) return null;
  const marks: string[] = [];
  let text = '';
  let at = from;
  while (at < source.text.length && source.matches(QUOTE_NEXT, at) !== null) {
    const mark = source.matches(QUOTE_MARK, at)?.[0] ?? '';
    const to = endOfLine(source, at);
    marks.push(mark);
    text += source.text.slice(at + mark.length, to);
    at = to;
  }
  return { type: 'quote', from, to: at, marks, text };
}

/** One line, and with it what its code takes of the next ones. */
function line(source: Source, from: number, pieces: Piece[]): number {
  const found = source.matches(MARKER, from);
  const blanks = found?.[1] ?? source.matches(BLANKS, from)?.[0] ?? '';
  const start = from + (found?.[0].length ?? blanks.length);
  const indent = blanks.replaceAll('\t', '    ').length;
  let current: Line = { type: 'line', from, to: start, start, indent, marker: found?.[2] ?? '', tokens: [] };
  if (start === source.text.length || current.marker !== '') pieces.push(current);
  let at = start;
  while (at < source.text.length) {
    const token = tokenAt(source, at, at === start && current.marker === '' && indent <= 3);
    at = token.to;
    if (token.type === 'block') {
      const inLine = token.from > start || current.marker !== '';
      pieces.push({
        type: 'block',
        from: inLine ? token.from : from,
        to: at,
        indent,
        value: token.value,
        language: token.language,
        inLine,
      });
      if (source.text[at - 1] === '\n' || at === source.text.length) return at;
      current = { type: 'line', from: at, to: at, start: at, indent: 0, marker: '', tokens: [] };
      continue;
    }
    if (pieces.at(-1) !== current) pieces.push(current);
    current.tokens.push(token);
    current.to = at;
    if (token.type === 'newline') return at;
  }
  return at;
}

/** The text with each line as `change` gives it; the lines of a quote without their marks. */
function rewriteLines(text: string, change: (line: Line, text: string) => string, depth = 0): string {
  return scan(new Source(text))
    .map((piece) => {
      if (piece.type === 'line') return text.slice(piece.from, piece.start) + change(piece, text);
      if (piece.type === 'block' || depth >= MAX_DEPTH) return text.slice(piece.from, piece.to);
      const lines = rewriteLines(piece.text, change, depth + 1).split('\n');
      return lines.map((one, index) => (piece.marks[index] ?? '') + one).join('\n');
    })
    .join('');
}

/** The text with each token as `change` gives it; null leaves it as it is. */
export function rewrite(source: string, change: (token: Token) => string | null): string {
  return rewriteLines(source, ({ tokens }, text) =>
    tokens.map((token) => change(token) ?? text.slice(token.from, token.to)).join(''),
  );
}

const WORDS: readonly Token['type'][] = ['text', 'run', 'bracket'];

/** The same for everything but code, addresses and mentions: `change` receives the range. */
export function rewriteWords(
  source: string,
  change: (text: string, from: number, to: number) => string,
): string {
  return rewriteLines(source, ({ tokens }, text) => {
    let result = '';
    for (let index = 0; index < tokens.length; index += 1) {
      const first = tokens[index];
      if (first === undefined) break;
      let { to } = first;
      if (WORDS.includes(first.type)) {
        while (WORDS.includes(tokens[index + 1]?.type ?? 'code')) {
          index += 1;
          to = tokens[index]?.to ?? to;
        }
        result += change(text, first.from, to);
      } else result += text.slice(first.from, to);
    }
    return result;
  });
}
