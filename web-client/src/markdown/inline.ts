/** Turns the tokens of a paragraph into nodes. A blank line ends open emphasis. */
import { Builder } from './emphasis';
import type { Inline } from './nodes';
import type { Source } from './source';
import type { Token } from './tokens';
import { safeUrl, shownAddress } from './url';

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;

/** A link by the index of its opening bracket: where its text ends, its address, and where it ends itself. */
type Links = ReadonlyMap<number, { closing: number; url: string; last: number }>;

/** `[text](address)`, the innermost of nested ones. */
function linksIn(tokens: readonly Token[], { text }: Source): Links {
  const links = new Map<number, { closing: number; url: string; last: number }>();
  let open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.type !== 'bracket') return;
    if (text[token.from] === '[') {
      open.push(index);
      return;
    }
    const opening = open.pop();
    const target = tokens[index + 2];
    if (opening === undefined || text[token.to] !== '(' || target?.type !== 'url') return;
    const isNext = target.from === token.to + 1 && text[target.end] === ')' && index > opening + 1;
    // Punctuation cut off an address belongs to it here.
    const raw = text[target.from] === '<' ? target.url : target.url + text.slice(target.to, target.end);
    const url = isNext ? safeUrl(raw) : null;
    if (url === null) return;
    let last = index + 2;
    while ((tokens[last + 1]?.from ?? Number.POSITIVE_INFINITY) <= target.end) last += 1;
    links.set(opening, { closing: index, url, last });
    open = [];
  });
  return links;
}

/** The nodes of these tokens, nested at most `room` deep. */
export function inline(tokens: readonly Token[], source: Source, room: number): Inline[] {
  const links = room > 0 ? linksIn(tokens, source) : new Map<number, never>();
  source.steps += tokens.length;
  return build(tokens, { source, room, links, from: 0, to: tokens.length }).flatMap(withEmails);
}

interface Part {
  source: Source;
  room: number;
  links: Links;
  from: number;
  to: number;
}

function build(tokens: readonly Token[], { source, room, links, from, to }: Part): Inline[] {
  const builder = new Builder(source, room);
  let afterNewline = false;
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const link = links.get(index);
    if (link !== undefined) {
      const part = { source, room: room - 1, links: new Map(), from: index + 1, to: link.closing };
      const children = build(tokens, part).map(withoutLink);
      builder.add({ type: 'link', url: link.url, children }, heightOf({ type: 'link', url: '', children }));
      index = link.last;
      continue;
    }
    if (token.type === 'newline') {
      if (afterNewline) builder.end();
      afterNewline = true;
    } else if (token.type !== 'text' || source.text.slice(token.from, token.to).trim() !== '')
      afterNewline = false;
    if (token.type === 'run') builder.run(token, token.sign);
    else builder.add(nodeOf(token, source.text));
  }
  return builder.nodes();
}

function nodeOf(token: Token, text: string): Inline {
  switch (token.type) {
    case 'escape':
      return { type: 'text', value: text.slice(token.from + 1, token.to) };
    case 'code':
      return { type: 'code', value: token.value };
    case 'mention':
      return { type: 'mention', kind: token.kind, id: token.id };
    case 'time':
      return { type: 'time', at: token.at, style: token.style };
    case 'url': {
      const url = safeUrl(token.url);
      const shown = shownAddress(text[token.from] === '<' ? token.url : text.slice(token.from, token.to));
      if (url === null) return { type: 'text', value: text.slice(token.from, token.to) };
      return { type: 'link', url, children: [{ type: 'text', value: shown }] };
    }
    default:
      return { type: 'text', value: text.slice(token.from, token.to) };
  }
}

const heightOf = (node: Inline): number =>
  'children' in node ? 1 + node.children.reduce((most, one) => Math.max(most, heightOf(one)), 0) : 0;

/** Links do not nest. */
function withoutLink(node: Inline): Inline {
  if (node.type !== 'link')
    return 'children' in node ? { ...node, children: node.children.map(withoutLink) } : node;
  const [only] = node.children;
  return only ?? { type: 'text', value: '' };
}

function withEmails(node: Inline): Inline[] {
  if (node.type === 'link') return [node];
  if ('children' in node) return [{ ...node, children: node.children.flatMap(withEmails) }];
  if (node.type !== 'text' || !node.value.includes('@')) return [node];
  const nodes: Inline[] = [];
  let at = 0;
  for (const found of node.value.matchAll(EMAIL)) {
    if (found.index > at) nodes.push({ type: 'text', value: node.value.slice(at, found.index) });
    const value = found[0];
    nodes.push({ type: 'link', url: `mailto:${value}`, children: [{ type: 'text', value }] });
    at = found.index + value.length;
  }
  if (at < node.value.length) nodes.push({ type: 'text', value: node.value.slice(at) });
  return nodes;
}
