/** A list with its numbers as typed: renumbering would change the text. */
import { createElement, type ReactNode } from 'react';
import type { Block } from './nodes';

interface Props {
  list: Extract<Block, { type: 'list' }>;
  draw: (children: readonly Block[]) => ReactNode;
}

export function ListBlock({ list: { ordered, items }, draw }: Props) {
  if (!ordered)
    return createElement(
      'ul',
      { dir: 'auto' },
      ...items.map(({ children }) => createElement('li', null, draw(children))),
    );
  const longest = items.reduce((most, { marker }) => Math.max(most, marker.length), 0);
  const numbered = items.map(({ marker, children }) =>
    createElement('li', { style: { listStyleType: `"${marker} "` } }, draw(children)),
  );
  return createElement('ol', { dir: 'auto', style: { paddingInlineStart: `${longest + 1}ch` } }, ...numbered);
}
