/**
 * The loaded texts of the chosen language. They come in three parts, one after the other: `first` for signing in,
 * `chat` for channels and DMs, `later` for rarely shown screens. Screens load the parts they need (`withChatTexts`,
 * `withLaterTexts`), so that signing in does not wait for the rest.
 *
 * Invariant: a loaded part stays loaded, whatever the language, together with all parts before it.
 */
import { createStore } from 'zustand/vanilla';
import type en from './en.json';
import { type Locale, localeStore } from './locale';

export type MessageId = keyof typeof en;
export type Catalogue = Record<MessageId, string>;
type Part = () => Promise<{ default: Record<string, string> }>;

/** In their order. */
const parts: Record<Locale, readonly [Part, Part, Part]> = {
  uk: [() => import('./parts/uk'), () => import('./parts/uk-chat'), () => import('./parts/uk-later')],
  en: [() => import('./parts/en'), () => import('./parts/en-chat'), () => import('./parts/en-later')],
};

const CHAT = 2;
const LATER = 3;

export interface Loaded {
  locale: Locale;
  messages: Catalogue;
}

export const catalogueStore = createStore<{ loaded: Loaded | null }>(() => ({ loaded: null }));

/** How many parts are in use. */
let needed = 1;

/** Activates the texts of this language, unless another has been chosen meanwhile. */
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
    // A retry may succeed.
    if (needed === count) {
      needed = before;
      wanted = Promise.resolve();
    }
    throw failure;
  });
  return wanted;
}

/** Loads a part of the client together with the texts of the chat. */
export function withChatTexts<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), loadUpTo(CHAT)]))[0];
}

/** Loads a part of the client together with all texts. */
export function withLaterTexts<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), loadUpTo(LATER)]))[0];
}
