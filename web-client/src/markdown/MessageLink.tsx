/** A link in a message. Where its text does not show the target host, the host follows it. */
import type { ReactNode } from 'react';
import styles from './Markdown.module.css';
import type { Inline, LinkNode } from './nodes';
import { hiddenHost } from './url';

const wordsOf = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => ('value' in node ? node.value : 'children' in node ? wordsOf(node.children) : ''))
    .join('');

export function MessageLink({
  link: { url, children: text },
  children,
}: {
  link: LinkNode;
  children: ReactNode;
}) {
  // The client follows links to itself without leaving the page.
  if (url.startsWith(`${location.origin}/`)) return <a href={url}>{children}</a>;
  const host = hiddenHost(url, wordsOf(text));
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow" title={url}>
      {children}
      {host !== null && <span className={styles.host}> ({host})</span>}
    </a>
  );
}
