/**
 * A text that is read from its start to its end. Every character is looked at a bounded number of times: what was
 * searched for in vain is remembered.
 */
const WORD = /[\p{Alphabetic}\p{M}\p{N}_]/u;

/** A text with what is remembered of it while it is read from its start to its end. */
export class Source {
  readonly text: string;
  /** How many steps reading took; tests hold it to the length of the text. */
  steps = 0;
  /** Up to where no run of one backtick, and of two, follows. */
  #unclosed = [0, 0, 0];
  /** Runs of this many backticks or more are not closed any more. */
  #fewest = Number.POSITIVE_INFINITY;

  constructor(text: string) {
    this.text = text;
  }

  matches(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(this.text);
    this.steps += 1 + (found?.[0].length ?? 0);
    return found;
  }

  /** The end of the run of this character that begins here. */
  runEnd(sign: string, at: number): number {
    let end = at;
    while (this.text[end] === sign) end += 1;
    this.steps += end - at + 1;
    return end;
  }

  /** Where the backticks stand that close a run of so many which ends here; null if nowhere. */
  closing(count: number, from: number): { from: number; to: number } | null {
    return count < 3 ? this.#span(count, from) : this.#fence(count, from);
  }

  /** One or two backticks are closed by just as many in the same paragraph. */
  #span(count: number, from: number): { from: number; to: number } | null {
    if (from < (this.#unclosed[count] ?? 0)) return null;
    let at = from;
    while (at < this.text.length) {
      this.steps += 1;
      if (this.text[at] === '\n' && this.#isBlank(at + 1)) break;
      if (this.text[at] !== '`') at += 1;
      else {
        const to = this.runEnd('`', at);
        if (to - at === count) return { from: at, to };
        at = to;
      }
    }
    this.#unclosed[count] = at;
    return null;
  }

  #isBlank(at: number): boolean {
    let end = at;
    while (this.text[end] === ' ' || this.text[end] === '\t') end += 1;
    this.steps += end - at;
    return end < this.text.length && this.text[end] === '\n';
  }

  /** Three or more are closed by as many or more, wherever they stand. */
  #fence(count: number, from: number): { from: number; to: number } | null {
    if (count >= this.#fewest) return null;
    let at = this.text.indexOf('`', from);
    while (at !== -1) {
      const to = this.runEnd('`', at);
      if (to - at >= count) {
        this.steps += to - from;
        return { from: at, to };
      }
      at = this.text.indexOf('`', to);
    }
    this.steps += this.text.length - from;
    this.#fewest = count;
    return null;
  }
}

const charBefore = (text: string, at: number): string => {
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit < 0xe000 ? text.slice(Math.max(0, at - 2), at) : text.slice(at - 1, at);
};
export const charAt = (text: string, at: number): string => {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
};
export const around = (text: string, from: number, to: number): [string, string] => [
  from === 0 ? '' : charBefore(text, from),
  charAt(text, to),
];

/** A word character in any script: alphabetic, a combining mark, a digit or `_`. */
export const isWord = (char: string): boolean => WORD.test(char);
