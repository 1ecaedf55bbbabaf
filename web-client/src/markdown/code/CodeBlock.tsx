/** A block of code: its language, copy and wrap, line numbers over ten lines. Colours come when they are loaded. */
import { Check, Copy, WrapText } from 'lucide-react';
import { createElement, type ReactNode, useEffect, useState } from 'react';
import { useText } from '@/i18n';
import { classes } from '@/lib/classes';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './CodeBlock.module.css';
import type { Coloured } from './highlight';

const NUMBERED_LINES = 10;
const COPIED_MS = 2_000;

interface Props {
  value: string;
  language: string | undefined;
}

export function CodeBlock({ value, language }: Props) {
  const text = useText();
  const [wraps, setWraps] = useState(true);
  const found = useColoured(value, language);
  const isNumbered = value.split('\n').length > NUMBERED_LINES;
  return (
    <figure className={styles.block}>
      <figcaption className={styles.head}>
        <span className={styles.language}>{language ?? found?.language}</span>
        <IconButton
          size="small"
          label={text('markdown.code.wrap')}
          icon={<WrapText aria-hidden="true" />}
          aria-pressed={wraps}
          onPress={() => setWraps(!wraps)}
        />
        <CopyButton value={value} />
      </figcaption>
      <pre dir="ltr" className={classes(styles.code, wraps && styles.wraps)} tabIndex={wraps ? undefined : 0}>
        <code className={isNumbered ? styles.counted : undefined}>
          {isNumbered ? linesOf(value, found) : found === null ? value : drawn(found.nodes)}
        </code>
      </pre>
    </figure>
  );
}

function useColoured(value: string, language: string | undefined): Coloured | null {
  const [found, setFound] = useState<Coloured | null>(null);
  useEffect(() => {
    let isCurrent = true;
    import('./highlight').then(
      ({ coloured }) => isCurrent && setFound(coloured(value, language)),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [value, language]);
  return found;
}

function CopyButton({ value }: { value: string }) {
  const text = useText();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <IconButton
      size="small"
      label={text(isCopied ? 'markdown.code.copied' : 'markdown.code.copy')}
      icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      onPress={() =>
        void navigator.clipboard.writeText(value).then(
          () => setCopied(true),
          () => undefined,
        )
      }
    />
  );
}

type Nodes = Coloured['nodes'];

function drawn(nodes: Nodes): ReactNode[] {
  return nodes.map((node, at) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return null;
    const { className } = node.properties;
    const names = Array.isArray(className) ? className.join(' ') : undefined;
    return createElement('span', { key: at, className: names }, ...drawn(node.children as Nodes));
  });
}

/** The nodes with those that go over the end of a line cut there. */
function cut(nodes: Nodes): Nodes[] {
  const lines: Nodes[] = [[]];
  for (const node of nodes) {
    const parts: Nodes[] =
      node.type === 'text'
        ? node.value.split('\n').map((value) => [{ type: 'text', value }])
        : node.type === 'element'
          ? cut(node.children as Nodes).map((children) => [{ ...node, children } as Nodes[number]])
          : [];
    parts.forEach((part, at) => {
      if (at > 0) lines.push([]);
      lines.at(-1)?.push(...part);
    });
  }
  return lines;
}

/** Each line by itself, so that its number stands at its beginning however it wraps. */
function linesOf(value: string, found: Coloured | null): ReactNode[] {
  const lines = cut(found?.nodes ?? [{ type: 'text', value }]);
  return lines.map((line, at) =>
    createElement('span', { key: at, className: styles.line }, ...drawn(line), at < lines.length - 1 && '\n'),
  );
}
