/**
 * A message's text as elements. Headings are rendered as strong lines, not as headings: the outline of the page belongs
 * to the log, where each message is one heading.
 */
import { createElement, memo, type ReactNode } from 'react';
import { Guarded } from '@/ui/guarded/Guarded';
import { CodeBlock } from './code/CodeBlock';
import { ListBlock } from './ListBlock';
import styles from './Markdown.module.css';
import { Mention } from './Mention';
import { MessageLink } from './MessageLink';
import type { Block, Inline } from './nodes';
import { parse } from './parse';
import { Spoiler } from './Spoiler';
import { Timestamp } from './Timestamp';

interface Props {
  source: string;
  /** Where nicknames and roles are looked up. */
  guildId?: string;
  /** Whether `@everyone` in it calls them. */
  mentionsAll?: boolean;
}

interface Context {
  guildId: string | undefined;
  mentionsAll: boolean;
  /** Within a quote or a list, which has its direction of the words in it: those that say it themselves do not count. */
  inner?: boolean;
}

export const Markdown = memo(function Markdown({ source, guildId, mentionsAll = true }: Props) {
  return (
    <div className={styles.markdown}>
      <Guarded text={source}>
        <Blocks source={source} context={{ guildId, mentionsAll }} />
      </Guarded>
    </div>
  );
});

function Blocks({ source, context }: { source: string; context: Context }) {
  return drawBlocks(parse(source).children, context);
}

/** Children by position: a text never changes in place. */
const group = (nodes: ReactNode[]): ReactNode => createElement('span', { className: styles.run }, ...nodes);

const drawBlocks = (nodes: readonly Block[], context: Context): ReactNode =>
  group(nodes.map((node) => drawBlock(node, context)));

const drawInline = (nodes: readonly Inline[], context: Context): ReactNode[] =>
  nodes.map((node) => drawSpan(node, context));

const element = (tag: string, nodes: readonly Inline[], context: Context, className?: string): ReactNode =>
  createElement(tag, className === undefined ? null : { className }, ...drawInline(nodes, context));

const paragraph = (nodes: readonly Inline[], context: Context, className?: string): ReactNode =>
  createElement('p', { className, dir: context.inner ? undefined : 'auto' }, ...drawInline(nodes, context));

function drawBlock(node: Block, context: Context): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return paragraph(node.children, context);
    case 'heading':
      return paragraph(node.children, context, node.level === 1 ? styles.large : styles.strong);
    case 'quote':
      return <blockquote dir="auto">{drawBlocks(node.children, { ...context, inner: true })}</blockquote>;
    case 'block':
      return <CodeBlock value={node.value} language={node.language} />;
    case 'list':
      return <ListBlock list={node} draw={(children) => drawBlocks(children, { ...context, inner: true })} />;
  }
}

const TAGS = { strong: 'strong', emphasis: 'em', strike: 's' } as const;

function drawSpan(node: Inline, context: Context): ReactNode {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'code':
      return (
        <code className={styles.code} dir="ltr">
          {node.value}
        </code>
      );
    case 'mention':
      return <Mention mention={node} guildId={context.guildId} mentionsAll={context.mentionsAll} />;
    case 'time':
      return <Timestamp time={node} />;
    case 'link':
      return <MessageLink link={node}>{group(drawInline(node.children, context))}</MessageLink>;
    case 'spoiler':
      return <Spoiler>{group(drawInline(node.children, context))}</Spoiler>;
    default:
      return element(TAGS[node.type], node.children, context);
  }
}
