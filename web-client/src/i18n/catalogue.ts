/**
 * The texts in force: those of the chosen language that have been asked for. Screens that few see bring their texts
 * with them (`withLaterTexts`), so that signing in does not wait for them.
 *
 * Invariant: once the later texts are there they stay, whatever the language.
 */
import { createStore } from 'zustand/vanilla';
import type en from './en.json';
import { type Locale, localeStore } from './locale';

export type MessageId = keyof typeof en;
export type Catalogue = Record<MessageId, string>;
type Part = () => Promise<{ default: Record<string, string> }>;

const parts: Record<Locale, { first: Part; later: Part }> = {
  uk: { first: () => import('./parts/uk'), later: () => import('./parts/uk-later') },
  en: { first: () => import('./parts/en'), later: () => import('./parts/en-later') },
};

export interface Loaded {
  locale: Locale;
  messages: Catalogue;
}

export const catalogueStore = createStore<{ loaded: Loaded | null }>(() => ({ loaded: null }));

let needsLater = false;

/** Puts the texts of this language in force, unless another has been chosen meanwhile. */
export async function loadTexts(locale: Locale): Promise<void> {
  const withLater = needsLater;
  const { first, later } = parts[locale];
  const [begin, rest] = await Promise.all([first(), withLater ? later() : undefined]);
  if (locale !== localeStore.getState().locale || withLater !== needsLater) return;
  const messages = { ...begin.default, ...rest?.default } as Catalogue;
  catalogueStore.setState({ loaded: { locale, messages } });
}

let laterTexts: Promise<void> | null = null;

function loadLater(): Promise<void> {
  needsLater = true;
  laterTexts ??= loadTexts(localeStore.getState().locale).catch((failure: unknown) => {
    // Asked again, they may come.
    laterTexts = null;
    throw failure;
  });
  return laterTexts;
}

/** Loads a part of the client together with the texts that come later. */
export function withLaterTexts<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), loadLater()]))[0];
}
