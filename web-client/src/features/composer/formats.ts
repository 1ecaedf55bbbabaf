/** Puts the marks of a format round the selection, or takes them away. Pure. */

export interface Selected {
  content: string;
  start: number;
  end: number;
}

export const FORMATS = ['bold', 'italic', 'strike', 'code', 'quote', 'link', 'spoiler'] as const;
export type Format = (typeof FORMATS)[number];

const MARKS = { bold: '**', italic: '*', strike: '~~', code: '`', spoiler: '||' } as const;
const ADDRESS = 'https://';
const FENCE = '```';

export function formatted(format: Format, { content, start, end }: Selected): Selected {
  if (format === 'quote') return quoted({ content, start, end });
  if (format === 'link') return linked({ content, start, end });
  const isBlock = format === 'code' && content.slice(start, end).includes('\n');
  return isBlock ? fenced({ content, start, end }) : toggledMarks(content, start, end, MARKS[format]);
}

/** Whole lines are quoted; quoted ones no longer. */
function quoted({ content, start, end }: Selected): Selected {
  const from = content.lastIndexOf('\n', start - 1) + 1;
  const lines = content.slice(from, end).split('\n');
  const isQuoted = lines.every((line) => line.startsWith('> '));
  const changed = lines.map((line) => (isQuoted ? line.slice(2) : `> ${line}`)).join('\n');
  return {
    content: content.slice(0, from) + changed + content.slice(end),
    start: from,
    end: from + changed.length,
  };
}

/** The address is selected, to be typed over. */
function linked({ content, start, end }: Selected): Selected {
  const text = `[${content.slice(start, end)}](`;
  const from = start + text.length;
  const next = `${content.slice(0, start)}${text}${ADDRESS})${content.slice(end)}`;
  return { content: next, start: from, end: from + ADDRESS.length };
}

function fenced({ content, start, end }: Selected): Selected {
  const opening = `${FENCE}\n`;
  const next = `${content.slice(0, start)}${opening}${content.slice(start, end)}\n${FENCE}${content.slice(end)}`;
  return { content: next, start: start + opening.length, end: end + opening.length };
}

/** One asterisk of two is no mark by itself, but one of three is. */
function isMarked(mark: string, before: string): boolean {
  const asterisks = before.length - before.replace(/\*+$/, '').length;
  return mark === MARKS.italic ? asterisks % 2 === 1 : before.endsWith(mark);
}

/** Puts marks round the selection, or takes them away when they are there. */
function toggledMarks(content: string, start: number, end: number, mark: string): Selected {
  const before = content.slice(0, start);
  const selected = content.slice(start, end);
  const after = content.slice(end);
  if (isMarked(mark, before) && after.startsWith(mark)) {
    const shorter = before.slice(0, -mark.length);
    return {
      content: shorter + selected + after.slice(mark.length),
      start: start - mark.length,
      end: end - mark.length,
    };
  }
  return {
    content: before + mark + selected + mark + after,
    start: start + mark.length,
    end: end + mark.length,
  };
}
