/**
 * The parser comes in a part of its own: the first screen does not wait for it. It is fetched as soon as a
 * conversation is; what has no markup never needs it, the rest is plain text until it has come.
 */
import type { Root } from 'mdast';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

type Parse = (source: string) => Root;

const parser = createStore<{ parse: Parse | null }>(() => ({ parse: null }));
let loading: Promise<void> | null = null;

/** Fetches it once; after a failure the next call tries again. */
export function loadParser(): Promise<void> {
  loading ??= import('./parse').then(
    ({ parse }) => parser.setState({ parse }),
    () => {
      loading = null;
    },
  );
  return loading;
}

void loadParser();

/** What could be more than words: marks, addresses, several lines, the beginning of a list. */
const MARKUP = /[\\`*_~|<>[\]#@\n]|:\/\/|www\.|^\s|\s$|^[+-]|^\d+[.)]/i;

/** The tree of a text; null while it is shown as it is. */
export function useTree(source: string): Root | null {
  const parse = useStore(parser, (state) => state.parse);
  const marked = MARKUP.test(source);
  useEffect(() => {
    if (marked && parse === null) void loadParser();
  }, [marked, parse]);
  return marked && parse !== null ? parse(source) : null;
}
