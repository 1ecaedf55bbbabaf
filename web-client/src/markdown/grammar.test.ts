import { describe, expect, it } from 'vitest';
import cases from '../../../backend/src/kernel/grammar/cases.json';
import type { Block, Inline, MentionNode } from './nodes';
import { parse } from './parse';
import { plainText } from './plain';

interface Case {
  text: string;
  users?: string[];
  roles?: string[];
  channels?: string[];
  all?: string[];
  plain?: string;
}

const NAMES: Record<string, string> = {
  user1: '@Olena',
  user2: '@Taras K',
  role6: '@mods',
  channel5: '#general',
};
const nameOf = ({ kind, id }: MentionNode) => NAMES[kind + id];

/** The mentions of a tree, in order. */
function mentionsIn(nodes: readonly (Block | Inline)[]): MentionNode[] {
  return nodes.flatMap((node): MentionNode[] => {
    if (node.type === 'mention') return [node];
    if (node.type === 'list') return node.items.flatMap((item) => mentionsIn(item.children));
    return 'children' in node ? mentionsIn(node.children) : [];
  });
}

describe('the grammar that the server shares', () => {
  it.each(cases as Case[])('$text', ({ text, users = [], roles = [], channels = [], all = [], plain }) => {
    const found = mentionsIn(parse(text).children);
    const of = (kind: string) => [...new Set(found.filter((one) => one.kind === kind).map(({ id }) => id))];
    expect({ users: of('user'), roles: of('role'), channels: of('channel'), all: of('everyone') }).toEqual({
      users,
      roles,
      channels,
      all,
    });
    if (plain !== undefined) expect(plainText(text, nameOf)).toBe(plain);
  });

  it('is shown by at least two hundred cases, each of its own', () => {
    expect(new Set(cases.map(({ text }) => text)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(200);
  });
});
