/** Properties of every text parsed as markdown. */
import { expect } from 'vitest';
import type { Block, Inline } from '@/markdown/nodes';
import { MAX_DEPTH, MAX_LENGTH, MAX_NODES, parseCounted } from '@/markdown/parse';
import { plainText } from '@/markdown/plain';
import { rewrite } from '@/markdown/scan';

/** Maximum steps per character: each level of quotes reads its text again. */
export const STEPS_EACH = 120;

export function depthOf(nodes: readonly (Block | Inline)[]): number {
  return nodes.reduce((most, node) => {
    const inner =
      node.type === 'list'
        ? Math.max(...node.items.map((item) => depthOf(item.children)))
        : 'children' in node
          ? depthOf(node.children)
          : 0;
    return Math.max(most, inner + (node.type === 'paragraph' || node.type === 'heading' ? 0 : 1));
  }, 0);
}

export function countOf(nodes: readonly (Block | Inline)[]): number {
  return nodes.reduce((count, node) => {
    if (node.type === 'list')
      return count + 1 + node.items.reduce((sum, item) => sum + 1 + countOf(item.children), 0);
    return count + 1 + ('children' in node ? countOf(node.children) : 0);
  }, 0);
}

/** Fails for a text that is parsed too deep, too large, too slowly or not at all. */
export function holds(text: string): void {
  const { root, steps } = parseCounted(text);
  const shown = JSON.stringify(text);
  expect(depthOf(root.children), shown).toBeLessThanOrEqual(MAX_DEPTH);
  expect(countOf(root.children), shown).toBeLessThanOrEqual(MAX_NODES + 1);
  expect(steps, shown).toBeLessThan(STEPS_EACH * (Math.min(text.length, MAX_LENGTH) + 1));
  expect(() => plainText(text, () => undefined), shown).not.toThrow();
  expect(
    rewrite(text, () => null),
    shown,
  ).toBe(text);
}
