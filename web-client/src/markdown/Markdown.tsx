/**
 * A message's text as elements. Headings are drawn as strong lines, not as headings: the outline of the page
 * belongs to the conversation, where each message is one heading.
 */
import type { Nodes, Parents } from 'mdast';
import { createElement, Fragment, memo, type ReactNode } from 'react';
import styles from './Markdown.module.css';
import { Mention } from './Mention';
import './nodes';
import { useTree } from './parser';
import { Spoiler } from './Spoiler';
import { safeUrl } from './url';

interface Props {
  source: string;
  /** Where nicknames and roles are looked up. */
  guildId?: string;
}

export const Markdown = memo(function Markdown({ source, guildId }: Props) {
  const tree = useTree(source);
  return (
    <div className={styles.markdown}>
      {tree === null ? (
        <span className={styles.run}>
          <p>{lines(source)}</p>
        </span>
      ) : (
        renderAll(tree, guildId)
      )}
    </div>
  );
});

function renderAll(node: Parents, guildId?: string): ReactNode {
  return createElement(
    'span',
    { className: styles.run },
    ...node.children.map((child) => render(child, guildId)),
  );
}

function element(tag: string, node: Parents, guildId?: string, className?: string): ReactNode {
  return createElement(tag, className === undefined ? null : { className }, ...children(node, guildId));
}

const children = (node: Parents, guildId?: string) => node.children.map((child) => render(child, guildId));

/** Line ends inside a text are kept, as everyone expects of a chat. */
function lines(value: string): ReactNode {
  const [first, ...rest] = value.split('\n');
  if (rest.length === 0) return value;
  return createElement(
    Fragment,
    null,
    first,
    ...rest.map((line) => createElement(Fragment, null, createElement('br'), line)),
  );
}

function link(node: Extract<Nodes, { type: 'link' }>, guildId?: string): ReactNode {
  const href = safeUrl(node.url);
  if (href === null) return element('span', node, guildId);
  const content = createElement(Fragment, null, ...children(node, guildId));
  if (href.startsWith(`${location.origin}/`)) return <a href={href}>{content}</a>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {content}
    </a>
  );
}

function render(node: Nodes, guildId?: string): ReactNode {
  switch (node.type) {
    case 'text':
      return lines(node.value);
    case 'break':
      return <br />;
    case 'paragraph':
      return element('p', node, guildId);
    case 'heading':
      return element('p', node, guildId, node.depth === 1 ? styles.large : styles.strong);
    case 'strong':
    case 'blockquote':
      return element(node.type, node, guildId);
    case 'emphasis':
      return element('em', node, guildId);
    case 'delete':
      return element('s', node, guildId);
    case 'list':
      return createElement(
        node.ordered ? 'ol' : 'ul',
        node.ordered ? { start: node.start ?? 1 } : null,
        ...children(node, guildId),
      );
    case 'listItem':
      return element('li', node, guildId);
    case 'inlineCode':
      return <code className={styles.code}>{node.value}</code>;
    case 'code':
      return (
        <pre className={styles.block}>
          <code>{node.value}</code>
        </pre>
      );
    case 'link':
      return link(node, guildId);
    case 'mention':
      return <Mention kind={node.kind} id={node.id} guildId={guildId} />;
    case 'spoiler':
      return (
        <Spoiler>
          {createElement('span', null, ...node.children.map((child) => render(child, guildId)))}
        </Spoiler>
      );
    default:
      return 'value' in node ? node.value : null;
  }
}
