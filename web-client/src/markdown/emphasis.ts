/**
 * Emphasis as CommonMark has it, strikes and spoilers. Marks that find no partner, or would nest too deep, are
 * characters. Each mark is searched for, and each node wrapped, a bounded number of times.
 */
import type { Inline, Span } from './nodes';
import { around, type Source } from './source';
import type { Token } from './tokens';

interface Opener {
  kind: 'opener';
  sign: string;
  count: number;
  canOpen: boolean;
  canClose: boolean;
  /** Grows with each opener, so that a search knows where it has looked before. */
  order: number;
}

interface Done {
  kind: 'done';
  node: Inline;
  height: number;
}

type Entry = Opener | Done;

const BLANK = /^[\s]?$/u;
const PUNCTUATION = /^[\p{P}\p{S}]$/u;

/** Whether a run of marks may open and close emphasis, by the characters on either side. */
function flanking({ text }: Source, { from, to }: Token, sign: string): [boolean, boolean] {
  const [before, after] = around(text, from, to);
  const blankAfter = BLANK.test(after);
  const blankBefore = BLANK.test(before);
  const markAfter = PUNCTUATION.test(after);
  const markBefore = PUNCTUATION.test(before);
  const left = !blankAfter && (!markAfter || blankBefore || markBefore);
  const right = !blankBefore && (!markBefore || blankAfter || markAfter);
  if (sign === '|') return [true, true];
  return sign === '_' ? [left && (!right || markBefore), right && (!left || markAfter)] : [left, right];
}

export class Builder {
  #source: Source;
  #room: number;
  #entries: Entry[] = [];
  /** The indexes of openers in the entries. */
  #openers: number[] = [];
  #order = 0;
  /** By kind of closer: openers of a lower order were searched in vain. */
  #searched = new Map<string, number>();

  constructor(source: Source, room: number) {
    this.#source = source;
    this.#room = room;
  }

  add(node: Inline, height = 0): void {
    this.#entries.push({ kind: 'done', node, height });
  }

  /** Drops all open emphasis. */
  end(): void {
    this.#openers = [];
  }

  run(token: Token, sign: string): void {
    const length = token.to - token.from;
    const [canOpen, canClose] = flanking(this.#source, token, sign);
    if ((sign === '~' || sign === '|') && length !== 2) {
      this.add({ type: 'text', value: sign.repeat(length) });
      return;
    }
    const closer: Opener = { kind: 'opener', sign, count: length, canOpen, canClose, order: 0 };
    if (canClose) this.#close(closer);
    if (closer.count === 0) return;
    this.#order += 1;
    closer.order = this.#order;
    if (canOpen) this.#openers.push(this.#entries.length);
    this.#entries.push(closer);
  }

  #close(closer: Opener): void {
    while (closer.count > 0) {
      const at = this.#partner(closer);
      if (at === null || !this.#wrap(closer, at)) return;
    }
  }

  /** The index in `#openers` of what this closes. */
  #partner(closer: Opener): number | null {
    const kind = `${closer.sign}${closer.canOpen}${closer.count % 3}`;
    const lowest = this.#searched.get(kind) ?? 0;
    for (let index = this.#openers.length - 1; index >= 0; index -= 1) {
      this.#source.steps += 1;
      const opener = this.#entries[this.#openers[index] ?? 0];
      if (opener?.kind !== 'opener' || opener.order < lowest) break;
      if (opener.sign === closer.sign && fits(opener, closer)) return index;
    }
    this.#searched.set(kind, this.#order + 1);
    return null;
  }

  /** Wraps the entries between in an element; false when that is not possible. */
  #wrap(closer: Opener, index: number): boolean {
    const at = this.#openers[index] ?? 0;
    const opener = this.#entries[at];
    if (opener?.kind !== 'opener') return false;
    this.#openers.length = index;
    const inner = this.#entries.splice(at + 1);
    this.#source.steps += inner.length;
    const height = 1 + inner.reduce((most, one) => Math.max(most, one.kind === 'done' ? one.height : 0), 0);
    const isTooDeep = height > this.#room;
    // Marks around nothing but marks are a face: `*_*`.
    if (isTooDeep || !inner.some(({ kind }) => kind === 'done')) {
      this.#entries.push(...inner);
      // Outer openers would contain what is too deep, and be deeper still.
      if (isTooDeep) this.end();
      return false;
    }
    const used = closer.sign === '~' || closer.sign === '|' || (opener.count > 1 && closer.count > 1) ? 2 : 1;
    opener.count -= used;
    closer.count -= used;
    if (opener.count === 0) this.#entries.pop();
    else if (opener.canOpen) this.#openers.push(at);
    this.#entries.push({
      kind: 'done',
      node: { type: spanOf(closer.sign, used), children: nodesOf(inner) },
      height,
    });
    return true;
  }

  nodes(): Inline[] {
    return nodesOf(this.#entries);
  }
}

/** CommonMark's rule of three: `*a**b*` is one emphasis. */
function fits(opener: Opener, closer: Opener): boolean {
  if (opener.sign === '~' || opener.sign === '|') return true;
  if (!opener.canClose && !closer.canOpen) return true;
  return (opener.count + closer.count) % 3 !== 0 || (opener.count % 3 === 0 && closer.count % 3 === 0);
}

function spanOf(sign: string, used: number): Span {
  if (sign === '~') return 'strike';
  if (sign === '|') return 'spoiler';
  return used === 2 ? 'strong' : 'emphasis';
}

/** Neighbouring texts are one. */
function nodesOf(entries: readonly Entry[]): Inline[] {
  const nodes: Inline[] = [];
  for (const entry of entries) {
    const node: Inline =
      entry.kind === 'done' ? entry.node : { type: 'text', value: entry.sign.repeat(entry.count) };
    const last = nodes.at(-1);
    if (node.type === 'text' && last?.type === 'text')
      nodes[nodes.length - 1] = { type: 'text', value: last.value + node.value };
    else nodes.push(node);
  }
  return nodes;
}
