/**
 * Message text to a tree. `backend/src/kernel/grammar/mod.rs` describes the grammar.
 *
 * Any text is read in time that grows with its length alone. What would nest deeper than `MAX_DEPTH` quotes, or have
 * more than `MAX_NODES` nodes, is flat: one text with all its characters. No HTML string exists anywhere on the way.
 */
import { inline } from './inline';
import type { Block, Inline, Item, Root } from './nodes';
import { type Line, MAX_DEPTH, type Piece, scan } from './scan';
import { Source } from './source';
import type { Token } from './tokens';

export { MAX_DEPTH } from './scan';
export const MAX_NODES = 1_500;
/** Far more than any message may have. */
export const MAX_LENGTH = 20_000;

const flat = (source: string): Root => ({
  children: [{ type: 'paragraph', children: [{ type: 'text', value: source }] }],
  flat: true,
});

interface Counts {
  steps: number;
  tooDeep: boolean;
}

/** The tree, and how many steps it took. */
export function parseCounted(text: string): { root: Root; steps: number } {
  if (text.length > MAX_LENGTH) return { root: flat(text), steps: 0 };
  const counts: Counts = { steps: 0, tooDeep: false };
  const children = blocks(text, 0, counts);
  const isFlat = counts.tooDeep || countOf(children, MAX_NODES) > MAX_NODES;
  return { root: isFlat ? flat(text) : { children, flat: false }, steps: counts.steps };
}

function blocks(text: string, depth: number, counts: Counts): Block[] {
  const source = new Source(text);
  const found = new Blocks(source, depth);
  for (const piece of scan(source)) {
    if (piece.type !== 'quote') found.add(piece);
    else if (depth >= MAX_DEPTH) counts.tooDeep = true;
    else found.put({ type: 'quote', children: blocks(piece.text, depth + 1, counts) });
    if (counts.tooDeep) break;
  }
  const done = found.end();
  counts.steps += source.steps;
  return done;
}

interface Level {
  indent: number;
  list: Extract<Block, { type: 'list' }>;
}

/** Collects the pieces of one container into blocks. */
class Blocks {
  #source: Source;
  #depth: number;
  #done: Block[] = [];
  #tokens: Token[] = [];
  /** The lists that are open, the outermost first. */
  #levels: Level[] = [];
  /** Blank lines whose place, inside or after the list, the next line decides. */
  #blanks: Token[] = [];

  constructor(source: Source, depth: number) {
    this.#source = source;
    this.#depth = depth;
  }

  add(piece: Exclude<Piece, { type: 'quote' }>): void {
    if (piece.type === 'block') {
      const inItem = this.#levels.length > 0 && (piece.inLine || piece.indent > 0);
      if (!inItem) this.#endList();
      this.#flush();
      const { value, language } = piece;
      this.#here().push({ type: 'block', value, ...(language !== '' && { language }) });
    } else if (piece.marker === '') this.#text(piece);
    else if (piece.marker.startsWith('#')) this.#heading(piece);
    else this.#item(piece);
  }

  put(block: Block): void {
    this.#endList();
    this.#flush();
    this.#done.push(block);
  }

  end(): Block[] {
    this.#endList();
    this.#flush();
    return this.#done;
  }

  #heading(line: Line): void {
    this.#endList();
    this.#flush();
    this.#done.push({
      type: 'heading',
      level: line.marker.length,
      children: inline(line.tokens, this.#source, MAX_DEPTH - this.#depth - 1),
    });
  }

  #text(line: Line): void {
    const isBlank = line.tokens.every(({ type }) => type === 'newline');
    if (this.#levels.length > 0 && isBlank) {
      this.#blanks.push(...indentOf(line), ...line.tokens);
      return;
    }
    if (this.#levels.length > 0 && line.indent === 0 && line.from === line.start && !this.#isInLine(line))
      this.#endList();
    if (this.#levels.length === 0) this.#tokens.push(...indentOf(line));
    else this.#takeBlanks();
    this.#tokens.push(...line.tokens);
  }

  /** The rest of the line after a code block. */
  #isInLine(line: Line): boolean {
    return line.from > 0 && this.#source.text[line.from - 1] !== '\n';
  }

  #item(line: Line): void {
    this.#takeBlanks();
    this.#flush();
    while ((this.#levels.at(-1)?.indent ?? -1) > line.indent) this.#levels.pop();
    const ordered = /\d/.test(line.marker);
    const top = this.#levels.at(-1);
    const isDeeper = top !== undefined && line.indent > top.indent + 1;
    if (isDeeper && this.#depth + this.#levels.length < MAX_DEPTH - 1) this.#open(line.indent, ordered);
    else if (top === undefined) this.#open(line.indent, ordered);
    else if (top.list.ordered !== ordered) {
      this.#levels.pop();
      this.#open(top.indent, ordered);
    }
    this.#levels.at(-1)?.list.items.push({ marker: line.marker, children: [] });
    this.#tokens.push(...line.tokens);
  }

  #open(indent: number, ordered: boolean): void {
    const list: Level['list'] = { type: 'list', ordered, items: [] };
    this.#here().push(list);
    this.#levels.push({ indent, list });
  }

  /** Where blocks go now: into the last item of the innermost list, or beside all lists. */
  #here(): Block[] {
    const item: Item | undefined = this.#levels.at(-1)?.list.items.at(-1);
    return item?.children ?? this.#done;
  }

  #takeBlanks(): void {
    this.#tokens.push(...this.#blanks);
    this.#blanks = [];
  }

  #endList(): void {
    if (this.#levels.length === 0) return;
    this.#flush();
    this.#levels = [];
    this.#takeBlanks();
  }

  #flush(): void {
    if (this.#tokens.length === 0) return;
    const room = MAX_DEPTH - this.#depth - this.#levels.length - 1;
    this.#here().push({ type: 'paragraph', children: inline(this.#tokens, this.#source, room) });
    this.#tokens = [];
  }
}

/** The blanks before a line are preserved. */
function indentOf({ from, start }: Line): Token[] {
  return start > from ? [{ type: 'text', from, to: start }] : [];
}

/** How many nodes there are; no further than needed. */
function countOf(nodes: readonly (Block | Inline)[], most: number): number {
  let count = nodes.length;
  for (const node of nodes) {
    if (count > most) return count;
    if (node.type === 'list') {
      for (const item of node.items) count += 1 + countOf(item.children, most - count);
    } else if ('children' in node) count += countOf(node.children, most - count);
  }
  return count;
}

const REMEMBERED = 500;
const remembered = new Map<string, Root>();

export function parse(source: string): Root {
  const known = remembered.get(source);
  if (known !== undefined) {
    remembered.delete(source);
    remembered.set(source, known);
    return known;
  }
  const { root } = parseCounted(source);
  remembered.set(source, root);
  if (remembered.size > REMEMBERED) {
    const [oldest] = remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
  }
  return root;
}
