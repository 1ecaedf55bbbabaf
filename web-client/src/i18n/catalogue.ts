/**
 * The texts in force: those of the chosen language that have been asked for. They come in steps. To sign in, the first
 * are enough; where people talk, `withTalkTexts` brings the next; screens that few see bring all with `withLaterTexts`.
 *
 * Invariant: texts that are there stay, whatever the language.
 */
import { createStore } from 'zustand/vanilla';
import type en from './en.json';
import { type Locale, localeStore } from './locale';

export type MessageId = keyof typeof en;
export type Catalogue = Record<MessageId, string>;
type Part = () => Promise<{ default: Record<string, string> }>;

const TALK = 1;
const LATER = 2;

/** In the order of the steps. */
const parts: Record<Locale, readonly Part[]> = {
  uk: [() => import('./parts/uk'), () => import('./parts/uk-talk'), () => import('./parts/uk-later')],
  en: [() => import('./parts/en'), () => import('./parts/en-talk'), () => import('./parts/en-later')],
};

export interface Loaded {
  locale: Locale;
  /** The last step that is in it. */
  step: number;
  messages: Catalogue;
}

export const catalogueStore = createStore<{ loaded: Loaded | null }>(() => ({ loaded: null }));

let needed = 0;

/** Puts the texts of this language in force, unless another has been chosen meanwhile. */
export async function loadTexts(locale: Locale): Promise<void> {
  const step = needed;
  const found = await Promise.all(parts[locale].slice(0, step + 1).map((part) => part()));
  const { loaded } = catalogueStore.getState();
  const hasMore = loaded?.locale === locale && loaded.step > step;
  if (locale !== localeStore.getState().locale || hasMore) return;
  const messages = Object.assign({}, ...found.map((part) => part.default)) as Catalogue;
  catalogueStore.setState({ loaded: { locale, step, messages } });
}

const coming = new Map<number, Promise<void>>();

function loadUpTo(step: number): Promise<void> {
  needed = Math.max(needed, step);
  const known = coming.get(step);
  if (known !== undefined) return known;
  const load = loadTexts(localeStore.getState().locale).catch((failure: unknown) => {
    // Asked again, they may come.
    coming.delete(step);
    throw failure;
  });
  coming.set(step, load);
  return load;
}

function withTextsUpTo<T>(step: number, load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), loadUpTo(step)]))[0];
}

/** Loads a part of the client together with the texts of what people talk with. */
export const withTalkTexts = <T>(load: () => Promise<T>) => withTextsUpTo(TALK, load);

/** Loads a part of the client together with all texts. */
export const withLaterTexts = <T>(load: () => Promise<T>) => withTextsUpTo(LATER, load);
