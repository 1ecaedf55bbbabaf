/**
 * Message text to a tree. Markdown without HTML, images, references and the forms people hit by accident
 * (indented code, underlined headings, rules); with mentions, `||spoilers||`, `~~strikes~~` and bare links.
 *
 * No HTML string exists anywhere on the way, so there is nothing to sanitise.
 */
import type { PhrasingContent, Root, Text } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import type { Extension } from 'micromark-util-types';
import { mentionNodes, mentionSyntax } from './mention';

const withoutSurprises: Extension = {
  disable: {
    null: [
      'htmlFlow',
      'htmlText',
      'labelStartImage',
      'definition',
      'codeIndented',
      'setextUnderline',
      'thematicBreak',
      'characterReference',
    ],
  },
};

const REMEMBERED = 500;
const remembered = new Map<string, Root>();

export function parse(source: string): Root {
  const known = remembered.get(source);
  if (known !== undefined) {
    remembered.delete(source);
    remembered.set(source, known);
    return known;
  }
  const tree = fromMarkdown(withEndedQuotes(source), {
    extensions: [
      mentionSyntax,
      gfmStrikethrough({ singleTilde: false }),
      gfmAutolinkLiteral(),
      withoutSurprises,
    ],
    mdastExtensions: [mentionNodes, gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown()],
  });
  refine(tree);
  remembered.set(source, tree);
  if (remembered.size > REMEMBERED) {
    const [oldest] = remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
  }
  return tree;
}

const FENCE = /^ {0,3}(```|~~~)/;
const QUOTED = /^ {0,3}>/;

/** A quote ends with its line: Markdown itself would draw the next line into it. Code stays as it is. */
function withEndedQuotes(source: string): string {
  if (!source.includes('>')) return source;
  let inCode = false;
  let above = '';
  const lines = source.split('\n').flatMap((line) => {
    const ends = !inCode && QUOTED.test(above) && !QUOTED.test(line);
    if (FENCE.test(line)) inCode = !inCode;
    above = line;
    return ends ? ['', line] : [line];
  });
  return lines.join('\n');
}

interface Parent {
  type: string;
  children?: unknown[];
}

/** Finds spoilers and mentions of everyone in each run of inline content. */
function refine(node: Parent): void {
  if (node.children === undefined) return;
  for (const child of node.children) refine(child as Parent);
  if (node.type !== 'root') node.children = hideSpoilers(splitTexts(node.children as PhrasingContent[]));
}

const MARKER = '||';
const PIECES = /(\|\||@everyone\b|@here\b)/;

function splitTexts(nodes: PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (node.type !== 'text') return [node];
    const pieces = node.value.split(PIECES).filter((piece) => piece !== '');
    return pieces.map((piece) =>
      piece === '@everyone' || piece === '@here'
        ? { type: 'mention', kind: 'everyone', id: piece }
        : { type: 'text', value: piece },
    );
  });
}

const isMarker = (node: PhrasingContent): node is Text => node.type === 'text' && node.value === MARKER;

function hideSpoilers(nodes: PhrasingContent[]): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  let at = 0;
  while (at < nodes.length) {
    const node = nodes[at];
    if (node === undefined) break;
    const end = isMarker(node) ? nodes.findIndex((other, index) => index > at + 1 && isMarker(other)) : -1;
    if (end === -1) {
      result.push(node);
      at += 1;
    } else {
      result.push({ type: 'spoiler', children: nodes.slice(at + 1, end) });
      at = end + 1;
    }
  }
  return result;
}
