/**
 * The texts in force: those of the chosen language that have been asked for. They come in three parts, one after the
 * other: `first` for the ways in, `talk` for conversations, `later` for what few screens show. Screens bring the parts
 * they need with them (`withTalkTexts`, `withLaterTexts`), so that signing in does not wait for the rest.
 *
 * Invariant: once a part is there it stays, whatever the language, and with it all parts before it.
 */
import { createStore } from 'zustand/vanilla';
import type en from './en.json';
import { type Locale, localeStore } from './locale';

export type MessageId = keyof typeof en;
export type Catalogue = Record<MessageId, string>;
type Part = () => Promise<{ default: Record<string, string> }>;

/** In their order. */
const parts: Record<Locale, readonly [Part, Part, Part]> = {
  uk: [() => import('./parts/uk'), () => import('./parts/uk-talk'), () => import('./parts/uk-later')],
  en: [() => import('./parts/en'), () => import('./parts/en-talk'), () => import('./parts/en-later')],
};

const TALK = 2;
const LATER = 3;

export interface Loaded {
  locale: Locale;
  messages: Catalogue;
}

export const catalogueStore = createStore<{ loaded: Loaded | null }>(() => ({ loaded: null }));

/** How many parts are in use. */
let needed = 1;

/** Puts the texts of this language in force beside those that are, unless another has been chosen meanwhile. */
export async function loadTexts(locale: Locale): Promise<void> {
  const loaded = await Promise.all(parts[locale].slice(0, needed).map((part) => part()));
  if (locale !== localeStore.getState().locale) return;
  const known = catalogueStore.getState().loaded;
  const before = known?.locale === locale ? known.messages : {};
  const messages = Object.assign({ ...before }, ...loaded.map((part) => part.default)) as Catalogue;
  catalogueStore.setState({ loaded: { locale, messages } });
}

let wanted: Promise<void> = Promise.resolve();

function loadUpTo(count: number): Promise<void> {
  if (count <= needed) return wanted;
  const before = needed;
  needed = count;
  wanted = loadTexts(localeStore.getState().locale).catch((failure: unknown) => {
    // Asked again, they may come.
    if (needed === count) {
      needed = before;
      wanted = Promise.resolve();
    }
    throw failure;
  });
  return wanted;
}

/** Loads a part of the client together with the texts of conversations. */
export function withTalkTexts<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), loadUpTo(TALK)]))[0];
}

/** Loads a part of the client together with all texts. */
export function withLaterTexts<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), loadUpTo(LATER)]))[0];
}
