/** The words of a message in one line, for previews, notifications and screen readers. Spoilers stay hidden. */
import type { Block, Inline, MentionNode } from './nodes';
import { parse } from './parse';

/** The name of a mention; undefined when it is unknown. */
export type NameOfMention = (mention: MentionNode) => string | undefined;

const SIGNS = { user: '@', role: '@&', channel: '#', everyone: '' } as const;

export function plainText(source: string, nameOf: NameOfMention): string {
  const wordsOf = (node: Inline): string => {
    switch (node.type) {
      case 'text':
      case 'code':
        return node.value;
      case 'mention':
        return node.kind === 'everyone' ? node.id : (nameOf(node) ?? `<${SIGNS[node.kind]}${node.id}>`);
      case 'time':
        return new Date(node.at * 1000).toLocaleString();
      case 'spoiler':
        return '…';
      default:
        return inline(node.children);
    }
  };
  const inline = (nodes: readonly Inline[]): string => nodes.map(wordsOf).join('');
  const block = (node: Block): string => {
    switch (node.type) {
      case 'block':
        return node.value;
      case 'quote':
        return blocks(node.children);
      case 'list':
        return node.items.map(({ marker, children }) => `${marker} ${blocks(children)}`).join(' ');
      default:
        return inline(node.children);
    }
  };
  const blocks = (nodes: readonly Block[]): string => nodes.map(block).join(' ');
  return blocks(parse(source).children).replace(/\s+/g, ' ').trim();
}
